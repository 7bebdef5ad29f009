package dev.slipway.dashboard.page;

import java.util.List;

/**
 * The services that are asked for.
 *
 * @param wanted a part of their names, repositories or targets; empty for all
 */
public record ServicesPage(List<ServiceSummary> services, String wanted) {}
