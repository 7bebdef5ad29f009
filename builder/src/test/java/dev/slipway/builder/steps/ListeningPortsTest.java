package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ListeningPortsTest {
  @Test
  void only_sockets_that_listen_count_in_both_tables() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 0200007F:0050 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0
          sl  local_address                         remote_address                        st
           0: 00000000000000000000000000000000:18EB 00000000000000000000000000000000:0000 0A 0
        """;

    assertThat(ListeningPorts.in(table)).containsExactlyInAnyOrder(8080, 6379);
  }

  @Test
  void an_empty_table_has_none() {
    assertThat(ListeningPorts.in("")).isEmpty();
  }
}
