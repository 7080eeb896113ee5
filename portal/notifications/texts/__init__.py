"""The words of all notices: one table for each kind of reader."""
