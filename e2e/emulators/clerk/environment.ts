const ATTRIBUTES = [
  "email_address",
  "phone_number",
  "username",
  "password",
  "first_name",
  "last_name",
  "web3_wallet",
  "passkey",
  "authenticator_app",
  "backup_code",
  "ticket",
];
const ASKED = ["email_address", "password", "first_name", "last_name"];

// clerk-js reads every attribute, so each one has to be listed.
const attribute = (name: string) => ({
  name,
  enabled: ASKED.includes(name) || name === "authenticator_app",
  required: ASKED.includes(name),
  used_for_first_factor: name === "email_address",
  first_factors: [],
  used_for_second_factor: name === "authenticator_app",
  second_factors: name === "authenticator_app" ? ["totp"] : [],
  verifications: name === "email_address" ? ["email_code"] : [],
  verify_at_sign_up: name === "email_address",
});

/**
 * What the dashboard would hold: e-mail address and password, an authenticator app, another service to
 * sign in with, one session per browser, no bot check.
 */
export const environment = {
  object: "environment",
  auth_config: {
    object: "auth_config",
    id: "aac_emulated",
    single_session_mode: true,
    url_based_session_syncing: true,
    session_minter: false,
  },
  display_config: {
    object: "display_config",
    id: "dc_emulated",
    instance_environment_type: "production",
    application_name: "Emulated",
    theme: {},
    preferred_sign_in_strategy: "password",
    branded: false,
    sign_in_url: "/sign-in",
    sign_up_url: "/sign-up",
    home_url: "/",
    after_sign_in_url: "/",
    after_sign_up_url: "/",
    after_sign_out_one_url: "/",
    after_sign_out_all_url: "/",
    after_switch_session_url: "/",
    support_email: "",
    captcha_public_key: null,
    captcha_widget_type: null,
    captcha_provider: "turnstile",
    show_devmode_warning: false,
  },
  user_settings: {
    attributes: Object.fromEntries(ATTRIBUTES.map((name) => [name, attribute(name)])),
    social: {
      oauth_custom_example: {
        strategy: "oauth_custom_example",
        name: "Example",
        logo_url: "",
        enabled: true,
        required: false,
        authenticatable: true,
        block_email_subaddresses: false,
      },
    },
    enterprise_sso: { enabled: false },
    saml: { enabled: false },
    sign_in: { second_factor: { required: false } },
    sign_up: { mode: "public", progressive: true, captcha_enabled: false },
    actions: { delete_self: false, create_organization: false },
    password_settings: { min_length: 8, max_length: 72 },
    passkey_settings: {},
    username_settings: {},
    attack_protection: {},
  },
  organization_settings: { enabled: true, max_allowed_memberships: 5, domains: {} },
  commerce_settings: {
    billing: { enabled: false, user: { enabled: false }, organization: { enabled: false } },
  },
  maintenance_mode: false,
  client_debug_mode: false,
};
