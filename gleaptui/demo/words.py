"""What customers write about: the subjects of the simulated desk, with titles, first messages and answers.

``{month}``, ``{file}`` and the like are filled in by `gleaptui.demo.phrases`.
"""

from typing import NamedTuple

from gleaptui.demo.kinds import BILLING, BUG, CRASH, FEATURE_REQUEST, FOR_RELEASE, GENERAL, INQUIRY, TECHNICAL


class Topic(NamedTuple):
    """One subject. Every part has at least one entry."""

    type: int
    skill: int
    tags: tuple[str, ...]
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    answers: tuple[str, ...]
    article: str = "getting-started"
    """The page of the help centre that the assistant and the agents point to."""


TOPICS: tuple[Topic, ...] = (
    Topic(
        INQUIRY,
        BILLING,
        ("billing", "invoice"),
        (
            "Invoice for {month} shows the wrong VAT number",
            "Invoice {invoice} is missing our purchase order",
            "Can you resend the {month} invoice?",
            "Billing address on invoices is out of date",
        ),
        (
            "Our accounting team rejected invoice {invoice} because the VAT number on it is the old one. "
            "Could you correct it and send a new PDF?",
            "We need the {month} invoice again with our purchase order number on it. Where can I enter that?",
        ),
        (
            "I have corrected the details and issued a new version of invoice {invoice}. It replaces the old one.",
            "The new address is saved. Invoices from today on will carry it; I attached a corrected copy for {month}.",
        ),
        "invoices",
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("login",),
        (
            "Can't log in after resetting my password",
            "Password reset e-mail never arrives",
            "Two-factor code is rejected on the new phone",
            "Locked out after too many sign-in attempts",
            "\u201cSession expired\u201d right after signing in",
        ),
        (
            "I reset my password this morning and since then I get \u201cInvalid credentials\u201d every time, "
            "in {browser} and in a private window too.",
            "The reset e-mail does not arrive, not even in spam. I have tried three times since {hour}.",
            "I got a new phone and the codes of the authenticator app are refused. I cannot get in at all.",
        ),
        (
            "Your account was locked for 30 minutes after several attempts. I have unlocked it, please try again.",
            "Your mail server deferred our message. I have sent a fresh link; it is valid for two hours.",
            "I have removed the old device. You will be asked to set up two-factor again at the next sign-in.",
        ),
        "sign-in-problems",
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("export",),
        (
            "CSV export stops at {count} rows",
            "How do I export all reports at once?",
            "Export of {file} has the wrong date format",
            "Scheduled export did not arrive on Monday",
            "Special characters broken in exported {file}",
        ),
        (
            "When I export the list to CSV, the file ends after {count} rows although there are far more. "
            "Is there a limit?",
            "The scheduled export that we get every Monday at 07:00 did not come this week. Nothing was changed.",
            "Opening {file} in our spreadsheet turns every umlaut into two odd characters.",
        ),
        (
            "The quick export is limited to what is on screen. Reports, Export, Full data gives you every row.",
            "The schedule was paused because the owner of the report left the team. I have made you the owner.",
            "The file is UTF-8. Import it via Data, From text and choose 65001 as the encoding.",
        ),
        "export-data",
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("api",),
        (
            "API returns 429 although we are below the limit",
            "Webhook deliveries delayed by {minutes} minutes",
            "API key stopped working after rotation",
            "Pagination returns duplicate records",
            "Is there a sandbox for the API?",
        ),
        (
            "Since {hour} our integration gets 429 responses at about {count} requests an hour. According to the "
            "documentation we should be allowed ten times that.",
            "Webhooks for order.updated arrive about {minutes} minutes late. Our endpoint answers within 200 ms.",
            "We rotated the key yesterday; the new one gives 401 on every call while the old one still works.",
        ),
        (
            "The limit counts all keys of a workspace together. A second integration used up most of it; "
            "I have raised yours until Friday.",
            "There was a backlog in one delivery region between {hour} and noon. It is drained; nothing was lost.",
            "The new key was created in the sandbox project. Please create it under the live project instead.",
        ),
        "api-limits",
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("mobile",),
        (
            "Push notifications stopped on {device}",
            "App asks to log in every morning",
            "Photos from {device} upload sideways",
            "Offline entries are missing after sync",
        ),
        (
            "Since the update to {version} I no longer get push notifications on my {device}. They are allowed in "
            "the settings of the phone.",
            "I recorded {minutes} entries without a connection on site. After the sync only some of them are there.",
        ),
        (
            "Version {version} registers for notifications again. Signing out and in once brings them back.",
            "The missing entries were in conflict with changes on the web. You find them under Settings, Sync, "
            "Conflicts and can restore them with one tap.",
        ),
        "mobile-app",
    ),
    Topic(
        INQUIRY,
        BILLING,
        ("billing", "plan"),
        (
            "Upgrade from Starter to Pro: what changes mid-month?",
            "Charged for {count_small} seats, we only use {minutes}",
            "Cancel the subscription of our second workspace",
            "Refund for the double payment in {month}",
            "Card declined although it is valid",
        ),
        (
            "We would like to move from Starter to Pro in the middle of the month. Do we pay twice for {month}?",
            "We were charged twice on the {day} of {month}, both times {amount}. Please refund one of them.",
            "The payment page says that the card is declined, but the bank sees no attempt at all.",
        ),
        (
            "You only pay the difference for the remaining days; it appears as one line on the next invoice.",
            "I see both payments. The second one ({amount}) is refunded and will be with you in 3 to 5 days.",
            "Your bank asks for a confirmation that the pop-up blocker hides. The link below opens it directly.",
        ),
        "plans-and-billing",
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("permissions",),
        (
            "New colleague can't see the shared dashboards",
            "How do I make someone an admin?",
            "Read-only role can still edit comments",
            "Transfer ownership of a project",
        ),
        (
            "I invited a colleague yesterday. She can sign in but none of the shared dashboards are visible to her.",
            "Our former admin has left and nobody can change the roles now. How can we get the rights back?",
        ),
        (
            "Dashboards are shared by group. I have added her to Reporting; she should see them after a reload.",
            "To hand over ownership we need a confirmation from the address on the contract. I have sent it there.",
        ),
        "roles-and-permissions",
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("integration",),
        (
            "Calendar sync creates duplicate events",
            "Slack notifications arrive twice",
            "Connect our data warehouse to the reports",
            "SSO: users land on an empty page after sign-in",
            "Import from spreadsheet skips {minutes} rows",
        ),
        (
            "Since {hour} every event shows up twice in the calendar. I disconnected and connected it "
            "again, no change.",
            "After the sign-in via SSO some users see an empty page. A reload helps. Certificate was "
            "renewed in {month}.",
            "The import of {file} reports success, but {minutes} rows are missing. There is no error message.",
        ),
        (
            "There were two connections to the same calendar. I have removed the older one; duplicates go "
            "within the hour.",
            "The rows without a value in \u201cExternal ID\u201d are skipped. I attached the list of them.",
            "The new certificate is not active yet in your identity provider. Please activate it and try once more.",
        ),
        "integrations",
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("onboarding",),
        (
            "Question about the onboarding call next week",
            "Which plan includes custom fields?",
            "Moving our data from another tool",
            "Where do I change the language of the workspace?",
            "Do you offer a discount for schools?",
        ),
        (
            "We are evaluating the product for a team of {count_small}. Which plan do we need for custom fields?",
            "We would like to move about {count} records from our present tool. Is there an import for that?",
        ),
        (
            "Custom fields are part of Pro. I have switched on a trial of it for two weeks so that you can try them.",
            "Yes: Settings, Import takes CSV up to 50 MB. I can look over a sample file before you start.",
        ),
        "getting-started",
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("privacy",),
        (
            "Data processing agreement for our legal team",
            "Delete the personal data of a former customer",
            "Where is our data stored?",
        ),
        (
            "Our legal team needs a signed data processing agreement before we can go on. Who can send it?",
            "One of our customers asked to be deleted. How do I make sure that backups are covered as well?",
        ),
        (
            "I have attached the agreement, signed on our side. Please return it with your signature.",
            "The record is deleted at once and leaves all backups after 30 days. I attached the confirmation.",
        ),
        "privacy",
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("export", "bug"),
        (
            "Export button stays grey after choosing a filter",
            "PDF export cuts off the last column",
            "Export of more than {count} rows times out",
            "Download link of {file} leads to a 404",
        ),
        (
            "The export button stays grey as soon as a filter is set. It happens in {browser}, version {version}.",
            "Exporting the quarterly report to PDF cuts the last column in landscape format.",
        ),
        (
            "I can reproduce it and have handed it to the engineers. Until then: set the filter after "
            "opening the dialog.",
            "This is fixed in version {version}, which goes out tonight.",
        ),
        "export-data",
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("dashboard", "bug"),
        (
            "Dashboard shows yesterday's figures until noon",
            "Totals differ between dashboard and report",
            "Chart legend overlaps the axis in {browser}",
            "Filter resets when switching between tabs",
            "Search finds nothing for names with accents",
        ),
        (
            "The totals on the dashboard and in the report differ by {minutes} for {month}. Both have the same filter.",
            "When I go to another tab and back, the filter is gone. It worked last week.",
        ),
        (
            "The dashboard counts by the zone of the workspace, the report by that of the viewer. We are "
            "changing that.",
            "Thank you, the steps were enough to find it. A fix is in review.",
        ),
        "dashboards",
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("mobile", "bug"),
        (
            "Scanner freezes on {device} when the light is on",
            "Keyboard covers the comment field on {device}",
            "Sync hangs at 99 % on mobile data",
            "Dark mode: text unreadable in the order list",
        ),
        (
            "On the {device} the keyboard covers the comment field, so that I cannot see what I am typing. "
            "App {version}.",
            "The sync stays at 99 % on mobile data. On Wi-Fi it goes through at once.",
        ),
        (
            "We could reproduce it on the same model. The fix is part of {version}, now in the store review.",
            "Could you switch on Settings, Diagnostics and try once more? That sends us the missing detail.",
        ),
        "mobile-app",
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("api", "bug"),
        (
            "PATCH on orders silently drops custom fields",
            "Webhook signature invalid for bodies with emoji",
            "Rate limit headers missing on 429",
            "Time zone ignored in /reports endpoint",
        ),
        (
            "A PATCH on an order with custom fields answers 200, but the fields are unchanged afterwards. "
            "It worked until {version}.",
            "The signature of webhooks does not verify when the body contains an emoji.",
        ),
        (
            "Confirmed: fields of type list are dropped. The engineers are on it, you get a note here when it is out.",
            "The signature is computed over the escaped body. We will correct it; until then verify the raw bytes.",
        ),
        "api-limits",
    ),
    Topic(
        BUG,
        GENERAL,
        ("email", "bug"),
        (
            "Reminder e-mails are sent twice",
            "Images missing in notification e-mails",
            "Unsubscribe link opens an empty page",
        ),
        (
            "Since {month} our customers get every reminder twice, about {minutes} minutes apart.",
            "In the notification e-mails the logo is missing. It was there until last week.",
        ),
        (
            "Two schedules were active for the same list after the migration. One is off now.",
            "The image host changed; the template is corrected and new e-mails show it again.",
        ),
        "notifications",
    ),
    Topic(
        FEATURE_REQUEST,
        GENERAL,
        ("idea",),
        (
            "Bulk edit for tags",
            "Keyboard shortcuts in the order list",
            "Dark mode for the web app",
            "Saved filters per team",
            "Undo after deleting a row",
            "Compare two periods in one chart",
        ),
        (
            "It would save us a lot of time if tags could be changed for many entries at once.",
            "Please let us save a filter for the whole team. Now everybody builds the same one.",
        ),
        ("Thank you, that is a good idea. I have added it to the board, where others can vote for it.",),
        "feedback",
    ),
    Topic(
        FEATURE_REQUEST,
        TECHNICAL,
        ("idea", "api"),
        (
            "Webhook for deleted records",
            "API endpoint for audit log entries",
            "Export to Parquet",
            "Support passkeys for sign-in",
            "Read-only API keys",
        ),
        (
            "We mirror the data into our warehouse. A webhook for deleted records would spare us a nightly full sync.",
            "Please offer keys that can only read, so that we can give them to our analysts.",
        ),
        ("This is planned. I have linked your request so that you hear about it first.",),
        "feedback",
    ),
    Topic(
        CRASH,
        TECHNICAL,
        ("crash", "android"),
        (
            "NullPointerException in OrderListFragment.onResume",
            "OutOfMemoryError while decoding attachment",
            "IllegalStateException: Fragment already added",
        ),
        ("Crash report sent by the app, version {version} on {device}.",),
        ("Grouped with the earlier reports of this crash.",),
        "mobile-app",
    ),
    Topic(
        CRASH,
        TECHNICAL,
        ("crash", "ios"),
        (
            "EXC_BAD_ACCESS in ScannerViewController",
            "Fatal error: unexpectedly found nil in SyncQueue.swift",
            "Watchdog termination at start-up",
        ),
        ("Crash report sent by the app, version {version} on {device}.",),
        ("The stack is symbolicated now; it looks like the race that was fixed in {version}.",),
        "mobile-app",
    ),
    Topic(
        FOR_RELEASE,
        TECHNICAL,
        ("release",),
        (
            "Release {version}: check the export of large reports",
            "Release {version}: sign-in with SSO on mobile",
            "Release {version}: migration of saved filters",
            "Release {version}: notes for customers",
        ),
        ("To be checked before {version} goes out. Please tick off what is done and note what is not.",),
        ("Checked on staging with the data set of {month}. Works as described.",),
        "releases",
    ),
)

TOPICS_OF_TYPE: tuple[tuple[int, ...], ...] = tuple(
    tuple(index for index, topic in enumerate(TOPICS) if topic.type == kind)
    for kind in (INQUIRY, BUG, FEATURE_REQUEST, CRASH, FOR_RELEASE)
)
