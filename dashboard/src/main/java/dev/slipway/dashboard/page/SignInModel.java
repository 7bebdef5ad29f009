package dev.slipway.dashboard.page;

/**
 * The sign-in form.
 *
 * @param back where to go afterwards
 * @param name what was typed as the user's name
 * @param problem why the last try failed; empty before the first
 * @param first whether nobody has a password yet, so that a token is the only way in
 */
public record SignInModel(String back, String name, String problem, boolean first) {}
