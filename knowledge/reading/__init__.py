"""From notebooks and Markdown to sections."""
