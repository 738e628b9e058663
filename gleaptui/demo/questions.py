"""What customers ask: the inquiries of the simulated desk."""

from gleaptui.demo.kinds import BILLING, GENERAL, INQUIRY, TECHNICAL
from gleaptui.demo.topic import Subject, Topic

QUESTIONS = (
    Topic(
        INQUIRY,
        BILLING,
        ("billing", "invoice"),
        "invoices",
        "Invoices are under Settings, Billing, Invoices. Address, VAT number and purchase order of future invoices "
        "can be changed there too.",
        (
            Subject(
                "Invoice for {month} shows the wrong VAT number",
                "Our accounting team rejected the invoice for {month} because the VAT number on it is the old one. "
                "Could you correct it and send a new PDF?",
                "I have corrected the number and issued a new version of the invoice for {month}. It replaces the "
                "old one.",
            ),
            Subject(
                "Invoice {invoice} is missing our purchase order",
                "We need our purchase order number on invoice {invoice}, otherwise it will not be paid. Where can I "
                "enter it?",
                "I have added the purchase order to {invoice} and to your billing details, so that future invoices "
                "carry it.",
            ),
            Subject(
                "Can you resend the {month} invoice?",
                "The person who received our invoices has left. Could you send the one for {month} to me?",
                "I have sent it to your address and made you the billing contact.",
            ),
            Subject(
                "Billing address on invoices is out of date",
                "We moved in {month}, but the invoices still show the old address.",
                "The new address is saved. Invoices from today on will carry it, and I attached a corrected copy of "
                "the last one.",
            ),
            Subject(
                "Receipt for the annual payment",
                "We paid the annual plan on the {day} of {month} by card. Where do I get a receipt for that?",
                "The receipt is the invoice itself: it is marked as paid. I attached it.",
            ),
            Subject(
                "Switch to paying by bank transfer",
                "Our company wants to pay by bank transfer from next quarter on. Is that possible on our plan?",
                "It is, for annual plans. I have switched you over; the next invoice has our bank details on it.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("login",),
        "sign-in-problems",
        "After five failed attempts an account is locked for 30 minutes. A password reset unlocks it at once; the "
        "link is valid for two hours.",
        (
            Subject(
                "Can't log in after resetting my password",
                "I reset my password this morning and since then I get \u201cInvalid credentials\u201d every time, "
                "in {browser} and in a private window too.",
                "Your account was locked after several attempts. I have unlocked it, please try again.",
            ),
            Subject(
                "Password reset e-mail never arrives",
                "The reset e-mail does not arrive, not even in spam. I have tried three times since {hour}.",
                "Your mail server deferred our message. I have sent a fresh link; it is valid for two hours.",
            ),
            Subject(
                "Two-factor code is rejected on the new phone",
                "I got a new phone and the codes of the authenticator app are refused. I cannot get in at all.",
                "I have removed the old device. You will be asked to set up two-factor again at the next sign-in.",
            ),
            Subject(
                "Locked out after too many sign-in attempts",
                "My colleague tried an old password too often and now the account is locked. We need it today.",
                "It is unlocked. Under Settings, Security an admin can do that too.",
            ),
            Subject(
                "\u201cSession expired\u201d right after signing in",
                "As soon as I sign in, I am told that the session has expired. It happens in {browser} only.",
                "The clock of your computer is {minutes} minutes off, so the session ends before it begins. Setting "
                "it right helps.",
            ),
            Subject(
                "Change the e-mail address of my account",
                "My address changes with our company's name next week. Can I keep my account?",
                "Yes. I have changed the address; your password stays the same.",
            ),
            Subject(
                "SSO sign-in loops back to the start page",
                "Since {hour} signing in with SSO brings all of us back to the start page.",
                "The certificate of your identity provider was renewed. I have loaded the new one, please try again.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("export",),
        "export-data",
        "A full export is under Reports, Export, Full data. The quick export in a list only covers the rows that are "
        "loaded.",
        (
            Subject(
                "CSV export stops at {count} rows",
                "When I export the list to CSV, the file ends after {count} rows although there are far more. Is "
                "there a limit?",
                "The quick export is limited to {count} rows. Reports, Export, Full data gives you every row.",
            ),
            Subject(
                "How do I export all reports at once?",
                "At the end of the quarter we export about 30 reports one by one. Is there a way to do that in one go?",
                "Yes: select them in the list of reports and choose Export. You get one archive by e-mail.",
            ),
            Subject(
                "Export of {file} has the wrong date format",
                "In {file} the dates are month first, which our import does not understand.",
                "The export follows the language of your profile. Set to English (UK) it writes the day first.",
            ),
            Subject(
                "Scheduled export did not arrive on Monday",
                "The scheduled export that we get every Monday at 07:00 did not come this week. Nothing was changed.",
                "The schedule was paused because its owner left the team. I have made you the owner and sent this "
                "week's file.",
            ),
            Subject(
                "Special characters broken in exported {file}",
                "Opening {file} in our spreadsheet turns every umlaut into two odd characters.",
                "The file is UTF-8. Import it via Data, From text and choose 65001 as the encoding.",
            ),
            Subject(
                "Export only the columns we can see",
                "We have hidden most columns, but the export still contains all of them.",
                "In the export dialog there is \u201cVisible columns only\u201d. Your choice is kept for the next "
                "time.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("api",),
        "api-limits",
        "The limit is counted per workspace, not per key. The documentation of the API shows it for each plan under "
        "Limits.",
        (
            Subject(
                "API returns 429 although we are below the limit",
                "Since {hour} our integration gets 429 responses at about {count} requests an hour. We should be "
                "allowed ten times that.",
                "The limit counts all keys of a workspace together, and a second integration used up most of it. I "
                "have raised yours until Friday.",
            ),
            Subject(
                "Webhook deliveries delayed by {minutes} minutes",
                "Webhooks for order.updated arrive about {minutes} minutes late. Our endpoint answers within 200 ms.",
                "There was a backlog in one delivery region this morning. It is drained now, and nothing was lost.",
            ),
            Subject(
                "API key stopped working after rotation",
                "We rotated the key yesterday. The new one gives 401 on every call while the old one still works.",
                "The new key was created in the sandbox project. Please create it under the live project instead.",
            ),
            Subject(
                "Pagination returns duplicate records",
                "Paging through /orders we get some records twice when new ones come in meanwhile.",
                "That is how offsets behave on a moving list. Sort by createdAt and use the cursor parameter, and it "
                "is stable.",
            ),
            Subject(
                "Is there a sandbox for the API?",
                "We want to test our integration without touching live data.",
                "There is one for each workspace: Settings, API, Sandbox. It is emptied every Sunday.",
            ),
            Subject(
                "Which API scopes does a reporting tool need?",
                "We connect a reporting tool and would like to give it as few rights as possible.",
                "reports:read and orders:read are enough for that. You can change the scopes of a key at any time.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("mobile",),
        "mobile-app",
        "In the app, Settings, Sync shows when data was last exchanged and what is waiting. Signing out and in again "
        "repairs most of it.",
        (
            Subject(
                "Push notifications stopped on {device}",
                "Since the update to {version} I no longer get push notifications on my {device}. They are allowed "
                "in the settings of the phone.",
                "Signing out and in once registers the phone again. The next version does that by itself.",
            ),
            Subject(
                "App asks to log in every morning",
                "The app on my {device} wants my password every morning, although \u201cStay signed in\u201d is on.",
                "Your admin has set a session limit of 12 hours. They can raise it under Settings, Security.",
            ),
            Subject(
                "Photos from {device} upload sideways",
                "Pictures taken upright with the {device} are shown sideways in the web app.",
                "We turn them by the data of the camera now. Pictures that are already there can be turned in the "
                "viewer.",
            ),
            Subject(
                "Offline entries are missing after sync",
                "I recorded {count_small} entries without a connection on site. After the sync only some of them are "
                "there.",
                "They were in conflict with changes on the web. You find them under Settings, Sync, Conflicts and "
                "can restore them with one tap.",
            ),
            Subject(
                "How much data does the app use?",
                "Our drivers have small data plans. How much does the app need in a month?",
                "About 150 MB with pictures. Under Settings, Sync they can be kept for Wi-Fi, then it is under 20 MB.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        BILLING,
        ("billing", "plan"),
        "plans-and-billing",
        "Plans can be changed at any time under Settings, Billing. Upgrades are charged for the remaining days, "
        "downgrades start with the next period.",
        (
            Subject(
                "Upgrade from Starter to Pro in the middle of the month",
                "We would like to move from Starter to Pro now. Do we pay twice for {month}?",
                "You only pay the difference for the remaining days. It appears as one line on the next invoice.",
            ),
            Subject(
                "Charged for more seats than we use",
                "The last invoice has {count_small} seats on it. We removed several people in {month}.",
                "Seats are counted on the first of the month. I have credited the ones that were removed before.",
            ),
            Subject(
                "Cancel the subscription of our second workspace",
                "We merged our two workspaces and no longer need the second one. Please cancel it.",
                "It is cancelled at the end of the period, and its data is kept for 30 days.",
            ),
            Subject(
                "Refund for the double payment in {month}",
                "We were charged twice on the {day} of {month}, both times {amount}. Please refund one of them.",
                "I see both payments. The second one ({amount}) is refunded and will be with you in 3 to 5 days.",
            ),
            Subject(
                "Card declined although it is valid",
                "The payment page says that the card is declined, but the bank sees no attempt at all.",
                "Your bank asks for a confirmation that the pop-up blocker hides. The link that I have sent opens it "
                "directly.",
            ),
            Subject(
                "Which plan includes custom fields?",
                "We are evaluating the product for a team of {count_small}. Which plan do we need for custom fields?",
                "Custom fields are part of Pro. I have switched on a trial of it for two weeks so that you can try "
                "them.",
            ),
            Subject(
                "Discount for non-profit organisations",
                "We are a registered charity. Do you offer a discount?",
                "We do: 40 % on every plan. Please send me your registration and I will set it up.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("permissions",),
        "roles-and-permissions",
        "Roles are under Settings, Team. Dashboards and reports are shared by group, not by person.",
        (
            Subject(
                "New colleague can't see the shared dashboards",
                "I invited a colleague yesterday. She can sign in but none of the shared dashboards are visible to "
                "her.",
                "Dashboards are shared by group. I have added her to Reporting; she should see them after a reload.",
            ),
            Subject(
                "How do I make someone an admin?",
                "Our former admin has left and nobody can change the roles now. How can we get the rights back?",
                "For that we need a confirmation from the address on the contract. I have sent it there.",
            ),
            Subject(
                "Read-only role can still edit comments",
                "Our auditors have the read-only role but they can edit comments of others.",
                "Comments have a right of their own. I have switched it off for that role.",
            ),
            Subject(
                "Transfer ownership of a project",
                "I am leaving the company at the end of {month}. How do I hand over my projects?",
                "Under Project, Settings, Owner. I have prepared the list of yours, so that it is done with one click.",
            ),
            Subject(
                "Remove a guest from all workspaces",
                "An agency that worked for us has guest access to several workspaces. How do I remove it everywhere?",
                "I have removed the guests of that domain from all {minutes} workspaces.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        TECHNICAL,
        ("integration",),
        "integrations",
        "Connections are listed under Settings, Integrations, with the time and result of their last run.",
        (
            Subject(
                "Calendar sync creates duplicate events",
                "Since {hour} every event shows up twice in the calendar. I disconnected and connected it again, no "
                "change.",
                "There were two connections to the same calendar. I have removed the older one; the duplicates go "
                "within the hour.",
            ),
            Subject(
                "Chat notifications arrive twice",
                "Every notification is posted twice to our channel since last week.",
                "The channel was connected by two people. I have removed one of the connections.",
            ),
            Subject(
                "Connect our data warehouse to the reports",
                "We would like to have the report data in our warehouse every night. What is the best way?",
                "The nightly export can write to a bucket of yours. I attached the description; it takes about ten "
                "minutes.",
            ),
            Subject(
                "SSO users land on an empty page",
                "After the sign-in via SSO some users see an empty page. A reload helps.",
                "Their group has no start page. I have set the overview for it.",
            ),
            Subject(
                "Import from {file} skips rows",
                "The import of {file} reports success, but {minutes} rows are missing. There is no error message.",
                "Rows without a value in \u201cExternal ID\u201d are skipped. I attached the list of them.",
            ),
            Subject(
                "Shop connector: stock not updated",
                "Stock levels from the shop have not changed here since {hour}.",
                "The shop had revoked the access after an update. I have sent you a link to renew it; it catches up "
                "by itself.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("onboarding",),
        "getting-started",
        "The guide for the first week covers import, roles and the first dashboard. You can open it from the "
        "question mark at the top right.",
        (
            Subject(
                "Question about the onboarding call next week",
                "Can two more colleagues join the onboarding call, and can it be recorded?",
                "Both are fine. I have added them to the invitation and you get the recording afterwards.",
            ),
            Subject(
                "Moving our data from another tool",
                "We would like to move about {count} records from our present tool. Is there an import for that?",
                "Yes: Settings, Import takes CSV up to 50 MB. I can look over a sample file before you start.",
            ),
            Subject(
                "Where do I change the language of the workspace?",
                "Half of our team would like to work in French. Can that be set for each person?",
                "Each person can choose under Profile, Language. The workspace only sets what new people begin with.",
            ),
            Subject(
                "Delete the demo data",
                "Our workspace still has the demo data in it. Can it be removed without losing ours?",
                "I have removed it. Records that you had changed yourselves were kept.",
            ),
            Subject(
                "Training material for {count_small} new users",
                "We are rolling out to {count_small} more people. Do you have material that we can use?",
                "I attached the slides and the exercises that we use ourselves. You may change them as you like.",
            ),
        ),
    ),
    Topic(
        INQUIRY,
        GENERAL,
        ("privacy",),
        "privacy",
        "The data processing agreement and the list of subprocessors are under Settings, Privacy.",
        (
            Subject(
                "Data processing agreement for our legal team",
                "Our legal team needs a signed data processing agreement before we can go on. Who can send it?",
                "I have attached the agreement, signed on our side. Please return it with your signature.",
            ),
            Subject(
                "Delete the personal data of a former customer",
                "One of our customers asked to be deleted. How do I make sure that backups are covered as well?",
                "The record is deleted at once and leaves all backups after 30 days. I attached the confirmation.",
            ),
            Subject(
                "Where is our data stored?",
                "For our records we need to know in which country the data is stored and who has access.",
                "In two data centres in Frankfurt. I attached the list of those who have access and why.",
            ),
            Subject(
                "Audit log for the last {count_small} days",
                "Our auditors ask for the audit log of the last {count_small} days.",
                "Admins can export it under Settings, Security, Audit log. I attached a description of its columns.",
            ),
        ),
    ),
)
