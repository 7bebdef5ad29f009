package dev.slipway.dashboard.page;

/**
 * The sign-in form.
 *
 * @param back where to go afterwards
 * @param name what was typed as the user's name
 * @param problem why the last try failed; empty before the first
 */
public record SignInModel(String back, String name, String problem) {}
