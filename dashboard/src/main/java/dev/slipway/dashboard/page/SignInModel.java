package dev.slipway.dashboard.page;

/**
 * The sign-in form.
 *
 * @param back where to go afterwards
 * @param refused whether a token was tried and is not valid
 */
public record SignInModel(String back, boolean refused) {}
