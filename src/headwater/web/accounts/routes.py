"""Who may open the routes of `accounts`.

Where the second factor must be fresh for setting one up, whoever has none yet gives their password.
"""

from headwater.web.accounts.access import NOBODY, PUBLIC, SIGNED_IN, Fresh, Row

ROWS: tuple[Row, ...] = (
    Row("account_login", PUBLIC, PUBLIC),
    Row("mfa_authenticate", PUBLIC, PUBLIC),
    Row("account_inactive", PUBLIC),
    Row("account_logout", PUBLIC, PUBLIC),
    Row("openid_connect_login", PUBLIC),
    Row("openid_connect_callback", PUBLIC),
    Row("socialaccount_login_cancelled", PUBLIC),
    Row("account_change_password", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("account_set_password", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("account_reset_password", PUBLIC, PUBLIC),
    Row("account_reset_password_done", PUBLIC),
    Row("account_reset_password_from_key", PUBLIC, PUBLIC),
    Row("account_reset_password_from_key_done", PUBLIC),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_activate_totp", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_deactivate_totp", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_list_webauthn", SIGNED_IN),
    Row("mfa_add_webauthn", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_edit_webauthn", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_remove_webauthn", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_view_recovery_codes", SIGNED_IN, NOBODY, Fresh.ALWAYS),
    Row("mfa_generate_recovery_codes", SIGNED_IN, SIGNED_IN, Fresh.ALWAYS),
    Row("mfa_download_recovery_codes", SIGNED_IN, NOBODY, Fresh.ALWAYS),
    Row("mfa_reauthenticate", SIGNED_IN, SIGNED_IN),
    Row("mfa_reauthenticate_webauthn", SIGNED_IN, SIGNED_IN),
    Row("account_reauthenticate", SIGNED_IN, SIGNED_IN),
    Row("accounts:home", SIGNED_IN),
    Row("accounts:profile", SIGNED_IN, SIGNED_IN),
    Row("accounts:sessions", SIGNED_IN),
    Row("accounts:end_session", NOBODY, SIGNED_IN),
    Row("accounts:end_other_sessions", NOBODY, SIGNED_IN),
    Row("accounts:carry_on", SIGNED_IN),
)
