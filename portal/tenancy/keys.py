"""Keys by which rows of any feature belong to one application: the tenant is part of each.

Arguments of ``ForeignKeyConstraint``: own columns, then those of the application.
"""

OF_APPLICATION = (
    ["commission_id", "city_id", "application_id"],
    ["application.commission_id", "application.city_id", "application.id"],
)
"""Of rows that a city has or shares."""
OF_PAPERS_APPLICATION = (
    ["commission_id", "application_id"],
    ["application.commission_id", "application.id"],
)
"""Of a commission's papers, which name no city."""
