"""Who may know: agencies, memberships, permissions and the audit trail."""
