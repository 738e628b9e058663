"""The tables of /statistics/lists by name."""

LISTS = {
    "TEAM_PERFORMANCE_LIST": "what each agent did",
    "SNAPSHOT_TICKETS": "tickets by type and state, now",
    "LIVE_AGENTS_TEAM": "agents who are online",
    "OPEN_TICKETS_PER_AGENT": "open tickets of each agent",
    "AVERAGE_RATING_PER_USER_RESULT_LIST": "how customers rated each agent",
    "TICKETS_WITH_RATING_LIST": "tickets that were rated",
    "SLA_REPORTS_LIST": "tickets under a service level",
    "LATEST_NEGATIVE_AI_FEEDBACK": "answers of the bot that did not help",
    "ARTICLE_SEARCH_RESULT_LIST": "what was searched for and found",
    "ARTICLE_SEARCH_WITH_NO_RESULT_LIST": "what was searched for in vain",
    "ARTICLE_VIEW_STATISTICS_LIST": "how often articles were read",
    "HOME_MENU_CLICKS_LIST": "what was clicked in the widget's menu",
}
"""Those that Gleap documents, each with what it seems to be about (API.md, "Lists"); there may be others."""
