package dev.slipway.dashboard.page;

import java.util.List;

/** All services. */
public record ServicesPage(List<ServiceSummary> services) {}
