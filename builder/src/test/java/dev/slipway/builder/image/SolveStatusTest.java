package dev.slipway.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.builder.image.SolveStatus.Output;
import dev.slipway.builder.image.SolveStatus.Progress;
import dev.slipway.builder.image.SolveStatus.Vertex;
import dev.slipway.builder.image.proto.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SolveStatusTest {
  private static final ProtoWriter TIME = new ProtoWriter().number(1, 1_795_228_392L).number(2, 7);
  private static final Instant MOMENT = Instant.ofEpochSecond(1_795_228_392L, 7);

  @Test
  void operations_progress_and_output_are_read() {
    byte[] message =
        new ProtoWriter()
            .message(
                1,
                new ProtoWriter()
                    .text(1, "sha256:aa")
                    .text(2, "sha256:bb")
                    .text(3, "[1/2] RUN größer")
                    .number(4, 1)
                    .message(5, TIME)
                    .message(6, TIME)
                    .text(7, "exit code: 7"))
            .message(
                2,
                new ProtoWriter()
                    .text(1, "layer")
                    .text(2, "sha256:aa")
                    .number(4, 5)
                    .number(5, 3_000_000_000L)
                    .message(8, TIME))
            .message(3, new ProtoWriter().text(1, "sha256:aa").number(3, 2).text(4, "some text"))
            .done();

    SolveStatus status = SolveStatus.read(message);

    assertThat(status.vertexes())
        .containsExactly(
            new Vertex(
                "sha256:aa",
                List.of("sha256:bb"),
                "[1/2] RUN größer",
                true,
                MOMENT,
                MOMENT,
                "exit code: 7"));
    assertThat(status.progress())
        .containsExactly(new Progress("layer", "sha256:aa", 5, 3_000_000_000L, null, null, MOMENT));
    Output output = status.output().getFirst();
    assertThat(output.stream()).isEqualTo(2);
    assertThat(StandardCharsets.UTF_8.decode(output.bytes()).toString()).isEqualTo("some text");
  }

  @Test
  void what_is_not_given_has_its_default() {
    byte[] message = new ProtoWriter().message(1, new ProtoWriter().text(1, "d")).done();

    assertThat(SolveStatus.read(message).vertexes())
        .containsExactly(new Vertex("d", List.of(), "", false, null, null, ""));
  }

  @Test
  void fields_of_newer_engines_are_skipped() {
    // Field 90 in four bytes and field 91 in eight, which nothing of ours writes.
    byte[] fixed = HexFormat.of().parseHex("d505" + "00".repeat(4) + "d905" + "00".repeat(8));
    byte[] rest = new ProtoWriter().number(92, -1).text(93, "x").text(3, "name").done();
    byte[] vertex = ByteBuffer.allocate(fixed.length + rest.length).put(fixed).put(rest).array();

    byte[] message = new ProtoWriter().text(4, "warning").bytes(1, vertex).done();

    assertThat(SolveStatus.read(message).vertexes().getFirst().name()).isEqualTo("name");
  }

  @Test
  void an_empty_message_says_nothing() {
    SolveStatus status = SolveStatus.read(new byte[0]);

    assertThat(status.vertexes()).isEmpty();
    assertThat(status.output()).isEmpty();
  }

  @Test
  void a_message_cut_off_anywhere_is_refused() {
    ProtoWriter inner = new ProtoWriter().text(1, "sha256:aa").text(3, "name").number(4, 1);
    byte[] whole = new ProtoWriter().message(1, inner).done();

    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIllegalArgumentException().isThrownBy(() -> SolveStatus.read(cut));
    }
  }

  @Test
  void a_number_without_an_end_is_refused() {
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0xff);

    assertThatIllegalArgumentException().isThrownBy(() -> SolveStatus.read(endless));
  }
}
