package dev.slipway.core.report;

class InMemoryReportsTest extends ReportsContract {
  @Override
  protected ReportsFixture freshStore() {
    return new InMemoryReportsFixture();
  }
}
