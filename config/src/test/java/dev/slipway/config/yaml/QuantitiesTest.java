package dev.slipway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h30m,5400000", "2d,172800000", "0,0"})
  void readsDurations(String text, long millis) {
    assertThat(Quantities.duration(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "5 m", "1.5h", "5mm", "99999999999s"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Quantities.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "512,512",
    "1k,1024",
    "768M,805306368",
    "2G,2147483648",
    "1Gi,1073741824",
    "1MB,1048576"
  })
  void readsSizesInUnitsOf1024(String text, long bytes) {
    assertThat(Quantities.bytes(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1M", "1.5G", "1T", "999999999999G"})
  void refusesWhatIsNoSize(String text) {
    assertThat(Quantities.bytes(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,1000", "0.5,500", "1.25,1250", "0.001,1"})
  void readsCores(String text, int thousandths) {
    assertThat(Quantities.milliCpus(text)).contains(thousandths);
  }

  @Test
  void refusesNoCoresAtAll() {
    assertThat(Quantities.milliCpus("0")).isEmpty();
    assertThat(Quantities.milliCpus("0.0001")).isEmpty();
  }
}
