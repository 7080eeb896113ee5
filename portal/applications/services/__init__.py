"""What can be done to an application. Plain functions in a unit of work; none commits."""
