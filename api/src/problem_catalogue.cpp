#include "problem_catalogue.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

constexpr std::array kProblems{
    CataloguedProblem{"already-over", "409", "It is over",
                      "The appointment has taken place, or was cancelled: what is past is not moved or cancelled any "
                      "more.",
                      "Make a new appointment."},
    CataloguedProblem{"already-registered", "409", "Already registered",
                      "Somebody with this e-mail address has a seat in the master class, or waits for one.",
                      "Change that registration, which the list of registrations shows, or use another address."},
    CataloguedProblem{
        "answer-not-readable", "409", "The stored answer cannot be read",
        "The request with this Idempotency-Key was carried out before. Its answer is stored so that only"
        " the token that got it can read it, with the role and scope that it had then; that could not be done.",
        "Read what the request made (the list of objects, or GET /v1/audit), and use a fresh key for the"
        " next request."},
    CataloguedProblem{"answer-too-large", "413", "The answers are too large together",
                      "In a list of requests the answers before this one fill what one answer may hold (4 MiB), so "
                      "nothing more is read.",
                      "Ask for less at once, or send the request by itself."},
    CataloguedProblem{"bad-request", "400", "No HTTP request",
                      "The bytes are no request that HTTP/1.1 knows, or one that proxies could understand in two ways:"
                      " two lengths, a length beside chunks, spaces before a colon, a path that is not UTF-8.",
                      "Send it with a well-kept HTTP library. Behind a proxy, look what the proxy makes of it."},
    CataloguedProblem{"body-too-large", "413", "The body is too large",
                      "A body may have 256 KiB; a file to import 5 MiB, 10,000 rows, 100 columns and 64 KiB a cell.",
                      "Send less at once: several requests, or an import in parts."},
    CataloguedProblem{"changed-since", "409", "It has been changed since",
                      "What is to be undone has been changed again after that, or can no longer be as it was.",
                      "Revert the later change first: the problem names its entry. Or change the object by hand; GET "
                      "/v1/audit?entity=... shows what it was."},
    CataloguedProblem{"changes-gone", "410", "These changes are not kept any more",
                      "The place from which you want to go on is older than what the journal keeps, or belongs to "
                      "another history (a restored backup).",
                      "Read the objects that you follow anew, and go on from the head that GET /v1/changes tells."},
    CataloguedProblem{"expectation-failed", "417", "The expectation cannot be met",
                      "The Expect header asks for something else than 100-continue.", "Leave the header out."},
    CataloguedProblem{"forbidden", "403", "Your token does not allow this",
                      "The token's role is too low, or its scope does not cover what the request is about.",
                      "The detail says which role it needs. Ask an admin for another token."},
    CataloguedProblem{"header-too-large", "431", "The headers are too large",
                      "Request line and headers may have 16 KiB together.",
                      "Send fewer or shorter headers; look for cookies that do not belong here."},
    CataloguedProblem{"idempotency-key-reused", "422", "The Idempotency-Key was used for another request",
                      "Under the same key another request was carried out within the last 24 hours.",
                      "Use a fresh key for each new request, and the same key only to repeat one unchanged."},
    CataloguedProblem{"internal", "500", "Something is broken here",
                      "The service met something that should not happen. Nothing was written.",
                      "Try again later. The operator finds the cause in the log; tell him when it was."},
    CataloguedProblem{"invalid-input", "422", "What you sent cannot be used",
                      "The JSON is well-formed and does not say what is needed: a field is unknown, missing, of the "
                      "wrong type or out of bounds, or a query parameter is.",
                      "Each entry of errors names the place (a JSON Pointer into the body, or ?parameter) and what is "
                      "wrong there. Mend all of them at once."},
    CataloguedProblem{"last-admin", "409", "It is the last admin token",
                      "Without this token nobody could administer the department any more.",
                      "Make another admin token first: POST /v1/tokens, or karvon token create --role admin."},
    CataloguedProblem{"malformed-idempotency-key", "400", "The Idempotency-Key is unusable",
                      "The key is empty, too long or has characters that do not belong there.",
                      "Send 1 to 255 visible ASCII characters, a fresh UUID for example."},
    CataloguedProblem{"malformed-json", "400", "The body is not JSON",
                      "The body is no JSON text in UTF-8. The detail says at which byte.",
                      "Send one JSON object. Do not send a byte order mark."},
    CataloguedProblem{"malformed-last-event-id", "400", "The Last-Event-ID is unusable",
                      "The header must hold the id of an event of the stream, which is a number.",
                      "Send the id of the last event that you have had, or leave the header out."},
    CataloguedProblem{"method-not-allowed", "405", "This method is not for this path",
                      "The path exists, and the method does not belong to it.",
                      "The Allow header lists the methods that do. PUT is not used here: change objects with PATCH."},
    CataloguedProblem{"no-offer", "409", "No seat is offered",
                      "The registration has no offered seat: it waits still, has one already, or the offer has run "
                      "out.",
                      "GET the registration to see how it stands."},
    CataloguedProblem{"not-found", "404", "There is nothing here",
                      "No object has this id, or your token may not see it; or the path is wrong.",
                      "Check the path and the id. GET /openapi.json lists every path."},
    CataloguedProblem{"not-implemented", "501", "This is not implemented",
                      "The request uses a transfer coding that the service does not know.",
                      "Send the body with a length, or chunked."},
    CataloguedProblem{"not-pending", "409", "There is nothing to approve",
                      "The event does not wait for anybody's approval: it never did, or somebody was faster.",
                      "Read it again: approval tells how it stands."},
    CataloguedProblem{"not-ready", "503", "Not ready",
                      "The service is starting, or has not read everything that is in its store.",
                      "Try again after as many seconds as Retry-After says. An operator looks at the log."},
    CataloguedProblem{"not-revertible", "409", "This change cannot be reverted",
                      "Changes of tokens, webhooks, appointments and registrations are not undone: people have been "
                      "told of them, or secrets would come back.",
                      "Make the opposite change by hand; GET /v1/audit shows what it was before."},
    CataloguedProblem{"not-tentative", "409", "There is nothing to confirm",
                      "Only what is held or tentative can be confirmed or held: this is confirmed, cancelled, or waits"
                      " for a coordinator.",
                      "Read it again. What was cancelled must be booked anew, since its time may be taken by now."},
    CataloguedProblem{"not-tried", "424", "An operation before it failed",
                      "In a list of requests with onError: stop the operations after one that fails are not tried.",
                      "Mend the one that failed, and send the rest again."},
    CataloguedProblem{"precondition-failed", "412", "It has changed since you read it",
                      "Somebody else has changed the object: the ETag in If-Match is not its newest one.",
                      "Read it again, look at what changed, and send your change with the new ETag."},
    CataloguedProblem{"precondition-required", "428", "If-Match is missing",
                      "Changes need to say which version they change, so that nobody's change is lost.",
                      "Send If-Match with the ETag that you got when you read the object."},
    CataloguedProblem{"registration-closed", "409", "Registration is not open",
                      "Registration for this master class has not begun, is over, or the class is cancelled.",
                      "Choose another master class; registrationOpens and registrationCloses say when."},
    CataloguedProblem{"request-timeout", "408", "The request took too long to arrive",
                      "A request must be there within 30 seconds of its first byte.",
                      "Send it again, over a better connection or in smaller parts."},
    CataloguedProblem{"scheduling-conflict", "409", "The booking clashes with others",
                      "A room, a person, equipment or a rule of the department stands against it. Nothing was written.",
                      "conflicts names every clash, alternatives what would work instead. A series can be booked "
                      "without what clashes (onConflict: skip); coordinators may override with a reason."},
    CataloguedProblem{"seats-taken", "409", "The seats are taken",
                      "More seats are taken or offered than the change would leave.",
                      "Cancel registrations first, or choose a larger capacity."},
    CataloguedProblem{"slot-not-open", "409", "That slot cannot be booked now",
                      "The slot is over, begins too soon or is too far ahead.",
                      "Choose one that GET .../slots shows as free."},
    CataloguedProblem{"still-needed", "409", "Others still need it",
                      "Events that are not cancelled, or other objects, refer to it.",
                      "events lists them: change or cancel them, then try again."},
    CataloguedProblem{"store-unavailable", "503", "The store cannot be reached at the moment",
                      "Nothing can be written, and the journal not be read. Other reading goes on from memory: Karvon-"
                      "Staleness says how old it is.",
                      "Try again after Retry-After. With an Idempotency-Key repeat the same request; without one, look"
                      " first whether it was done."},
    CataloguedProblem{"too-many-connections", "503", "The server has too many connections",
                      "There is no room for another connection.",
                      "Try again in a moment, and use one connection for many requests."},
    CataloguedProblem{"too-many-files", "503", "Too many files are being worked on",
                      "So many imports and exports wait for their turn that no more can.", "Try again in a moment."},
    CataloguedProblem{"too-many-followers", "503", "Too many clients follow the changes",
                      "So many long polls and streams are open that no more can be.",
                      "Close those that are not needed: one token may have 200. Then try again."},
    CataloguedProblem{"too-many-readers", "503", "Too many are reading the journal",
                      "Audit and reverts read the journal one after the other, and the queue is full.",
                      "Try again in a moment."},
    CataloguedProblem{"too-many-requests", "429", "Too many requests",
                      "Your token, or your address where there is no token, has asked more often than the service "
                      "allows.",
                      "Wait as long as Retry-After says. GET /v1/changes?wait=60 tells what has changed without asking"
                      " again and again."},
    CataloguedProblem{"too-many-webhooks", "409", "There are too many webhooks",
                      "A department may have 100 webhooks, and has them.", "Delete one that is not needed any more."},
    CataloguedProblem{"unauthorized", "401", "A token is needed",
                      "There is no token in the request, or one that is not known, was revoked or has expired.",
                      "Send Authorization: Bearer kv_... with a token of this department. An admin makes one: POST "
                      "/v1/tokens, or karvon token create."},
    CataloguedProblem{"unreadable-file", "422", "The file cannot be read",
                      "A file to import is no table in UTF-8 as RFC 4180 describes it, or its first line names columns "
                      "that are not known. Nothing was imported.",
                      "The detail, line and column say where and what. In Excel, save as \"CSV UTF-8\"; GET .../export "
                      "gives a file with the right columns."},
    CataloguedProblem{"unsupported-media-type", "415", "The body is of another type",
                      "The Content-Type is not what this operation takes.",
                      "The detail says what it takes: application/json, application/merge-patch+json for PATCH, "
                      "text/csv for imports."},
    CataloguedProblem{"uri-too-long", "414", "The address is too long", "Path and query may have 8 KiB together.",
                      "Ask for less at once: fewer ids in one query."},
    CataloguedProblem{"version-not-supported", "505", "This version of HTTP is not spoken",
                      "The service speaks HTTP/1.1 and 1.0; newer versions are the work of a proxy in front.",
                      "Use HTTP/1.1."},
};

}  // namespace

std::span<const CataloguedProblem> problem_catalogue() { return kProblems; }

const CataloguedProblem* find_problem(std::string_view name) {
  const auto found =
      std::find_if(kProblems.begin(), kProblems.end(), [&](const auto& each) { return each.name == name; });
  return found != kProblems.end() ? &*found : nullptr;
}

}  // namespace api
