"""The default grid of a jury: the fields of action of the Key Features of Learning Cities.

Source: Key Features of Learning Cities, adopted in Beijing in 2013. Pure values.
"""

from portal.core.i18n import lazy_gettext as _l

KEY_FEATURES: tuple[object, ...] = (
    # Wider benefits of building a learning city
    _l("Empowering individuals and promoting social cohesion"),
    _l("Enhancing economic development and cultural prosperity"),
    _l("Promoting sustainable development"),
    # Major building blocks of a learning city
    _l("Promoting inclusive learning in the education system"),
    _l("Revitalizing learning in families and communities"),
    _l("Facilitating learning for and in the workplace"),
    _l("Extending the use of modern learning technologies"),
    _l("Enhancing quality and excellence in learning"),
    _l("Fostering a culture of learning throughout life"),
    # Fundamental conditions for building a learning city
    _l("Strengthening political will and commitment"),
    _l("Improving governance and participation of all stakeholders"),
    _l("Boosting resource mobilization and utilization"),
)
USUAL_WEIGHT = 1
USUAL_MAXIMUM = 5
