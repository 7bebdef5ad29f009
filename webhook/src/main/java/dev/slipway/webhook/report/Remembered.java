package dev.slipway.webhook.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.RepositoryId;
import java.util.Optional;

/** What a forge was told last, place by place, so that it is not told the same again. */
final class Remembered<T extends Record> {
  private static final JsonMapper JSON = new JsonMapper();

  private final Reports reports;
  private final Class<T> type;

  Remembered(Reports reports, Class<T> type) {
    this.reports = reports;
    this.type = type;
  }

  Optional<T> at(RepositoryId repository, String place) {
    return reports.told(repository, place).map(this::read);
  }

  void now(Errand errand, String place, T told) {
    reports.told(errand.report(), place, write(told));
  }

  private String write(T told) {
    try {
      return JSON.writeValueAsString(told);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + told, e);
    }
  }

  private T read(String text) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was remembered cannot be read: " + text, e);
    }
  }
}
