"""The tenants: National Commissions for UNESCO."""
