/**
 * What forges are told, and when: the status of each commit, their own records of rollouts, and one
 * comment on each pull request. Nothing here can fail a build.
 */
@NullMarked
package dev.slipway.webhook.report;

import org.jspecify.annotations.NullMarked;
