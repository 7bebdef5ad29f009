package dev.slipway.core.access;

class InMemoryAuditTest extends AuditContract {
  @Override
  protected Audit fresh() {
    return new InMemoryAudit();
  }
}
