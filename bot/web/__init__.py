"""HTTP for machines and the office: health, webhook, pages."""
