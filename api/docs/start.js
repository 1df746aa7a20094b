"use strict";

// Requests that are tried out go where the page came from, whatever address the document names.
fetch("/openapi.json")
  .then((answer) => answer.json())
  .then((document) => {
    document.servers = [{ url: window.location.origin }];
    window.SwaggerUIBundle({
      spec: document,
      dom_id: "#viewer",
      deepLinking: true,
      filter: true,
      docExpansion: "none",
      defaultModelsExpandDepth: 0,
      persistAuthorization: false,
      validatorUrl: null,
    });
  });
