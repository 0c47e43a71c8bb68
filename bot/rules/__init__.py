"""What is due, for whom, which light. Pure: data and a day in, decisions out; no clock, no database."""
