"""What people can do with their accounts. Plain functions in a unit of work; none commits."""
