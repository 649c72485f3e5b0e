"""From Slack's formats to HTML that is safe to put into the page: everything is escaped first, then marked up."""
