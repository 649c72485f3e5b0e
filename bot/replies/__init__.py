"""From results to Slack: posts each reply once, keeps records, and moves tickets along."""
