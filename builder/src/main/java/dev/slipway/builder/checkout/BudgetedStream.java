package dev.slipway.builder.checkout;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A response body whose every byte counts against the fetch's limits. */
final class BudgetedStream extends FilterInputStream {
  private final FetchBudget budget;

  BudgetedStream(InputStream body, FetchBudget budget) {
    super(body);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    budget.received(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    budget.received(count);
    return count;
  }
}
