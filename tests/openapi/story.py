"""In which order the examples are sent, and what has to be so before. A step is an operationId, or a pair of one and the
name of a method of Story that prepares for it."""

COLLECTIONS = ("master-classes", "office-hours", "visits", "trips")

# The documented id of what each operation creates.
CREATED = {
    "createPerson": "7c000000-0000-4000-8000-000000000001",
    "createRoom": "7c000000-0000-4000-8000-000000000002",
    "createEquipment": "7c000000-0000-4000-8000-000000000003",
    "createInstitution": "7c000000-0000-4000-8000-000000000004",
    "createAgreement": "7c000000-0000-4000-8000-000000000005",
    "createProject": "7c000000-0000-4000-8000-000000000006",
    "createClosure": "7c000000-0000-4000-8000-000000000007",
    "createMasterClass": "7c000000-0000-4000-8000-000000000008",
    "createOfficeHours": "7c000000-0000-4000-8000-000000000009",
    "createVisit": "7c000000-0000-4000-8000-00000000000a",
    "createStop": "7c000000-0000-4000-8000-00000000000c",
    "createTrip": "7c000000-0000-4000-8000-00000000000d",
    "createAppointment": "7c000000-0000-4000-8000-000000000010",
    "createToken": "7c000000-0000-4000-8000-000000000012",
    "createWebhook": "7c000000-0000-4000-8000-000000000013",
    "register": "7c000000-0000-4000-8000-000000000011",
}

# A trip is in no room, so none ever waits for a coordinator: what these answer is a refusal.
REFUSED = {"approveTrip": 409, "rejectTrip": 409}

STEPS = [
    "getHealth", "getReadiness", "getMetrics", "getRobots", "getOpenApi", "getDocs", "getDocsFile", "listProblems",
    "getProblem",
    "createPerson", "listPeople", "getPerson", "createRoom", "listRooms", "getRoom",
    "createEquipment", "listEquipment", "getEquipment", "createInstitution", "listInstitutions", "getInstitution",
    "createAgreement", "listAgreements", "getAgreement", "createProject", "listProjects", "getProject",
    "createClosure", "listClosures", "getClosure", "getSettings",

    "createMasterClass", "listMasterClasses", "getMasterClass", "getMasterClassOccurrence",
    "register", "listRegistrations", "getRegistration",
    "createOfficeHours", "listOfficeHours", "getOfficeHours", "getOfficeHoursOccurrence",
    "listSlots", "createAppointment", "listAppointments", "getAppointment", "getAppointmentPage",
    "createVisit", "listVisits", "getVisit", "listStops", "getItinerary", "createTrip", "listTrips", "getTrip",
    "listEvents", "getFreeBusy", "findTimes", "listConflicts", "getPublicCalendar",
    "search", "listChanges", "bulk", ("listAudit", "change_something"), "getAuditEntry", "revertChange",
    "createToken", "listTokens", "getToken", "patchToken", "deleteToken",
    "createWebhook", "listWebhooks", "getWebhook", "rotateWebhook", "patchWebhook", "deleteWebhook",

    "patchRegistration", "unregister", "patchAppointment", "changeAppointment", "cancelAppointment",
    "patchMasterClassOccurrence", "cancelMasterClassOccurrence", "patchMasterClass", ("acceptOffer", "offer_a_seat"),
    "patchOfficeHoursOccurrence", "cancelOfficeHoursOccurrence", "patchOfficeHours",
    "createStop", "getStop", "patchStop", "deleteStop", "patchVisit", "patchTrip",
    "cancelMasterClass", "cancelOfficeHours", "cancelVisit", "cancelTrip",

    ("approveMasterClass", "wait_for_approval"), ("rejectMasterClass", "wait_for_approval"),
    ("holdMasterClass", "book_tentatively"), "confirmMasterClass",
    ("approveOfficeHours", "wait_for_approval"), ("rejectOfficeHours", "wait_for_approval"),
    ("holdOfficeHours", "book_tentatively"), "confirmOfficeHours",
    ("approveVisit", "wait_for_approval"), ("rejectVisit", "wait_for_approval"), ("holdVisit", "book_tentatively"), "confirmVisit",
    ("approveTrip", "wait_for_approval"), ("rejectTrip", "wait_for_approval"), ("holdTrip", "book_tentatively"), "confirmTrip",

    ("patchPerson", "cancel_everything"), "patchRoom", "patchEquipment", "patchInstitution", "patchAgreement",
    "patchProject", "patchClosure", "patchSettings",
    "deleteClosure", "deleteAgreement", "deleteProject", "deleteInstitution", "deleteEquipment", "deleteRoom",
    "deletePerson",
    "importRooms", "importPeople", "importEvents", "exportRooms", "exportPeople", "exportEvents",
]


class Story:
    """What the steps need to be so. `teller` sends requests and knows which real id stands for which documented one."""

    def __init__(self, teller):
        self.teller = teller

    def cancel_everything(self, _):
        for collection in COLLECTIONS:
            for event in self.teller.must("GET", f"/v1/{collection}").json["items"]:
                if event["status"] != "cancelled":
                    self.teller.must("DELETE", f"/v1/{collection}/{event['id']}", etag=f"\"{event['version']}\"")

    def change_something(self, _):
        """So that the journal's newest entry is one that can be undone."""
        room = self.teller.path("/v1/rooms/", CREATED["createRoom"])
        self.teller.must("PATCH", room, {"address": "Mannon Uyg‘ur 77"}, etag=self.teller.etag(room))
        newest = self.teller.must("GET", "/v1/audit?order=newest&limit=1").json["entries"][0]
        self.teller.stands_for(str(newest["sequence"]), "12")

    def offer_a_seat(self, _):
        """The class has one seat, which the first gives up: it is offered to the second."""
        path = self.teller.path("/v1/master-classes/", CREATED["createMasterClass"])
        self.teller.must("PATCH", path, {"capacity": 1, "offerDuration": "PT24H"}, etag=self.teller.etag(path))
        first = self.teller.must("POST", path + "/registrations", {"name": "Lola", "email": "lola@example.org"}).json
        second = self.teller.must("POST", path + "/registrations",
                                  {"name": "Nodira Karimova", "email": "nodira@example.org"}).json
        one = f"{path}/registrations/{first['id']}"
        self.teller.must("DELETE", one, etag=self.teller.etag(one))
        self.teller.stands_for(second["id"], CREATED["register"])

    def wait_for_approval(self, operation):
        self.book_again(operation, by_staff=True, approval_needed=True)

    def book_tentatively(self, operation):
        self.book_again(operation, by_staff=False, approval_needed=False, status="tentative")

    def book_again(self, operation, by_staff, approval_needed, **members):
        """The same as its create's example once more, in place of what there was."""
        self.cancel_everything(operation)
        room = self.teller.path("/v1/rooms/", CREATED["createRoom"])
        self.teller.must("PATCH", room, {"approvalNeeded": approval_needed}, etag=self.teller.etag(room))
        create = "create" + operation.removeprefix("approve").removeprefix("reject").removeprefix("hold")
        made = self.teller.create_again(create, by_staff, members)
        self.teller.stands_for(made["id"], CREATED[create])
