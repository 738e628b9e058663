"""What customers report and wish for: bugs, crashes, ideas, and the release board."""

from gleaptui.demo.kinds import BUG, CRASH, FEATURE_REQUEST, FOR_RELEASE, GENERAL, TECHNICAL
from gleaptui.demo.topic import Subject, Topic

REPORTS = (
    Topic(
        BUG,
        TECHNICAL,
        ("export", "bug"),
        "export-data",
        "Known problems with exports are listed on the status page.",
        (
            Subject(
                "Export button stays grey after choosing a filter",
                "The export button stays grey as soon as a filter is set. It happens in {browser}, version {version}.",
                "I can reproduce it and have handed it to the engineers. Until then: set the filter after opening "
                "the dialog.",
            ),
            Subject(
                "PDF export cuts off the last column",
                "Exporting the quarterly report to PDF cuts the last column in landscape format.",
                "Thank you for the file. The fix is part of version {version}, which goes out tonight.",
            ),
            Subject(
                "Export of more than {count} rows times out",
                "Every export with more than {count} rows ends with a time-out after about {minutes} minutes.",
                "The export ran in the wrong queue. It is moved, and {count} rows take less than a minute now.",
            ),
            Subject(
                "Download link of {file} leads to a 404",
                "The mail with the export came, but its link to {file} leads to a 404.",
                "The link had expired too early. New ones are valid for seven days; I attached your file.",
            ),
            Subject(
                "Totals row missing in the exported report",
                "The report shows a row of totals on screen, but the export does not have it.",
                "It got lost with the new format. It will be back in version {version}.",
            ),
        ),
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("dashboard", "bug"),
        "dashboards",
        "Dashboards are refreshed every five minutes. The time of the last refresh is at the bottom.",
        (
            Subject(
                "Dashboard shows yesterday's figures until noon",
                "Until about noon our dashboard shows the figures of the day before.",
                "The nightly run was delayed by a migration. It is through, and we watch it this week.",
            ),
            Subject(
                "Totals differ between dashboard and report",
                "The totals on the dashboard and in the report differ by {minutes} for {month}. Both have the same "
                "filter.",
                "The dashboard counts by the zone of the workspace, the report by that of the viewer. We are "
                "changing that.",
            ),
            Subject(
                "Chart legend overlaps the axis in {browser}",
                "With more than six series the legend covers the axis in {browser}.",
                "Thank you, the screenshot was enough to find it. A fix is in review.",
            ),
            Subject(
                "Filter resets when switching between tabs",
                "When I go to another tab and back, the filter is gone. It worked last week.",
                "That came with version {version}. The next one keeps the filter again.",
            ),
            Subject(
                "Search finds nothing for names with accents",
                "Searching for names with accents finds nothing, without them it works.",
                "The search index is being built again with accents. It takes until tomorrow morning.",
            ),
            Subject(
                "Saved view opens with an error for viewers",
                "Viewers get \u201cSomething went wrong\u201d when they open a shared view. Editors do not.",
                "The view used a field that viewers may not see. It leaves the column out now.",
            ),
        ),
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("mobile", "bug"),
        "mobile-app",
        "Please check first that the app is up to date; the latest version is {version}.",
        (
            Subject(
                "Scanner freezes on {device} when the light is on",
                "With the light switched on, the scanner freezes after a few seconds on the {device}.",
                "We could reproduce it on the same model. The fix is part of {version}, now in the store review.",
            ),
            Subject(
                "Keyboard covers the comment field on {device}",
                "On the {device} the keyboard covers the comment field, so that I cannot see what I am typing. App "
                "{version}.",
                "Thank you for the video. The field moves up again in the next version.",
            ),
            Subject(
                "Sync hangs at 99 % on mobile data",
                "The sync stays at 99 % on mobile data. On Wi-Fi it goes through at once.",
                "Could you switch on Settings, Diagnostics and try once more? That sends us the missing detail.",
            ),
            Subject(
                "Dark mode: text unreadable in the order list",
                "With dark mode on, the order list has dark grey text on black.",
                "Fixed in {version}. Until it is out, the list can be set to light on its own.",
            ),
            Subject(
                "App badge shows a wrong number",
                "The badge of the app says {minutes}, but there is nothing unread.",
                "It counted archived entries too. The next sync corrects it.",
            ),
        ),
    ),
    Topic(
        BUG,
        TECHNICAL,
        ("api", "bug"),
        "api-limits",
        "Changes to the API are announced in the changelog two weeks before.",
        (
            Subject(
                "PATCH on orders drops custom fields",
                "A PATCH on an order with custom fields answers 200, but the fields are unchanged afterwards. It "
                "worked until {version}.",
                "Confirmed: fields of type list are dropped. The engineers are on it, and I will write when it is out.",
            ),
            Subject(
                "Webhook signature invalid for bodies with emoji",
                "The signature of webhooks does not verify when the body contains an emoji.",
                "The signature is computed over the escaped body. We will correct it; until then please verify the "
                "raw bytes.",
            ),
            Subject(
                "Retry-After missing on 429 responses",
                "Since the last release the 429 responses have no Retry-After header, so our client does not know "
                "how long to wait.",
                "The header was lost in the gateway. It is back since {hour}.",
            ),
            Subject(
                "Time zone ignored in the reports endpoint",
                "The reports endpoint ignores the time zone parameter; all days are in UTC.",
                "That is a mistake of ours. The fix is in review.",
            ),
        ),
    ),
    Topic(
        BUG,
        GENERAL,
        ("email", "bug"),
        "notifications",
        "What is sent to whom is under Settings, Notifications, with a log of the last 30 days.",
        (
            Subject(
                "Reminder e-mails are sent twice",
                "Since {month} our customers get every reminder twice, about {minutes} minutes apart.",
                "Two schedules were active for the same list after the migration. One is off now.",
            ),
            Subject(
                "Images missing in notification e-mails",
                "In the notification e-mails the logo is missing. It was there until last week.",
                "The image host changed. The template is corrected, and new e-mails show it again.",
            ),
            Subject(
                "Unsubscribe link opens an empty page",
                "The unsubscribe link in our newsletters opens an empty page in {browser}.",
                "The page was blocked by its own security policy. It works again since {hour}.",
            ),
        ),
    ),
    Topic(
        FEATURE_REQUEST,
        GENERAL,
        ("idea",),
        "feedback",
        "Ideas are collected on the public board, where everybody can vote for them.",
        (
            Subject(
                "Bulk edit for tags",
                "It would save us a lot of time if tags could be changed for many entries at once.",
                "Thank you, that is a good idea. I have added it to the board, where others can vote for it.",
            ),
            Subject(
                "Keyboard shortcuts in the order list",
                "We work in the order list all day. Please let us move and approve with the keyboard.",
                "Thank you! A first set of shortcuts is being designed, and I have noted approval for it.",
            ),
            Subject(
                "Dark mode for the web app",
                "The app has a dark mode, the web does not. Our night shift would be grateful.",
                "You are not alone with that. It is on the board and planned for next year.",
            ),
            Subject(
                "Saved filters per team",
                "Please let us save a filter for the whole team. Now everybody builds the same one.",
                "I have merged this with a request from {month} that asks for the same.",
            ),
            Subject(
                "Undo after deleting a row",
                "A deleted row is gone at once. An undo for a few seconds would help.",
                "Thank you for the suggestion. I have passed it on to the product team.",
            ),
            Subject(
                "Compare two periods in one chart",
                "We would like to see this month and last month in one chart.",
                "That is planned. I have linked your request so that you hear about it first.",
            ),
        ),
    ),
    Topic(
        FEATURE_REQUEST,
        TECHNICAL,
        ("idea", "api"),
        "feedback",
        "Ideas are collected on the public board, where everybody can vote for them.",
        (
            Subject(
                "Webhook for deleted records",
                "We mirror the data into our warehouse. A webhook for deleted records would spare us a nightly full "
                "sync.",
                "This is planned. I have linked your request so that you hear about it first.",
            ),
            Subject(
                "API endpoint for audit log entries",
                "Our security team collects the logs of all systems. An endpoint for the audit log is missing.",
                "Thank you, I have added your use case to the request on the board.",
            ),
            Subject(
                "Export to Parquet",
                "For our analysts Parquet would be much easier than CSV.",
                "Noted! Which tool would read it? That helps us with the details.",
            ),
            Subject(
                "Support passkeys for sign-in",
                "We are replacing passwords with passkeys everywhere. Is that planned here?",
                "It is being tested inside. I can add you to the list for the trial.",
            ),
            Subject(
                "Read-only API keys",
                "Please offer keys that can only read, so that we can give them to our analysts.",
                "Good point. Scopes cover part of it; a plain read-only switch is on the board.",
            ),
        ),
    ),
    Topic(
        CRASH,
        TECHNICAL,
        ("crash", "android"),
        "mobile-app",
        "Crashes are reported by the app.",
        (
            Subject(
                "NullPointerException in OrderListFragment.onResume",
                "Crash report sent by the app, version {version} on {device}.",
                "Grouped with the earlier reports of this crash.",
            ),
            Subject(
                "OutOfMemoryError while decoding attachment",
                "Crash report sent by the app, version {version} on {device}.",
                "Grouped with the earlier reports of this crash.",
            ),
            Subject(
                "IllegalStateException: Fragment already added",
                "Crash report sent by the app, version {version} on {device}.",
                "Grouped with the earlier reports of this crash.",
            ),
        ),
    ),
    Topic(
        CRASH,
        TECHNICAL,
        ("crash", "ios"),
        "mobile-app",
        "Crashes are reported by the app.",
        (
            Subject(
                "EXC_BAD_ACCESS in ScannerViewController",
                "Crash report sent by the app, version {version} on {device}.",
                "The stack is symbolicated; it looks like the race that was fixed in {version}.",
            ),
            Subject(
                "Fatal error: unexpectedly found nil in SyncQueue",
                "Crash report sent by the app, version {version} on {device}.",
                "The stack is symbolicated; it looks like the race that was fixed in {version}.",
            ),
            Subject(
                "Watchdog termination at start-up",
                "Crash report sent by the app, version {version} on {device}.",
                "The stack is symbolicated; it looks like the race that was fixed in {version}.",
            ),
        ),
    ),
    Topic(
        FOR_RELEASE,
        TECHNICAL,
        ("release",),
        "releases",
        "Releases are prepared on this board.",
        (
            Subject(
                "Release {version}: check the export of large reports",
                "To be checked before {version} goes out: exports with more than {count} rows.",
                "Checked on staging with the data of {month}. Works as described.",
            ),
            Subject(
                "Release {version}: sign-in with SSO on mobile",
                "To be checked before {version} goes out: sign-in with SSO on a {device}.",
                "Checked on two devices. Works as described.",
            ),
            Subject(
                "Release {version}: migration of saved filters",
                "To be checked before {version} goes out: saved filters are kept for all roles.",
                "Checked with three roles. One filter needed a second run, see the note.",
            ),
            Subject(
                "Release {version}: notes for customers",
                "The notes for {version} need a last look before they are sent.",
                "Read and corrected, ready to be sent.",
            ),
        ),
    ),
)
