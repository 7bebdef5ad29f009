package dev.slipway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final Map<String, String[]> NAMES =
      Map.of(
          "git.example.com", new String[] {"93.184.215.14"},
          "both.example.com", new String[] {"93.184.215.14", "10.0.0.7"},
          "inside.example.com", new String[] {"10.0.0.7"},
          "metadata.example.com", new String[] {"169.254.169.254"});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "[2a00:1450:4001:82a::200e]",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "git.example.com",
        "GIT.Example.COM.",
      })
  void publicAddressesAreUsed(String host) throws Exception {
    assertThat(policy().resolve(host)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "[::1]",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2002:a9fe:a9fe::1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:c0a8:101",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "inside.example.com",
        "metadata.example.com",
        "both.example.com",
      })
  void privateAddressesAreRefusedInEveryWrapping(String host) {
    assertThatThrownBy(() -> policy().resolve(host))
        .isInstanceOf(ForbiddenAddressException.class)
        .hasMessageContaining("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F000001",
        "0x7f.0.0.1",
        "127.0.0.0x1",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.1.",
        "127.1.",
        "0",
        "256.0.0.1",
        "1.2.3.4.5",
        "8.8.8.08",
        "0x",
        "１２７.0.0.1",
      })
  void notationsThatProgramsReadDifferentlyAreRefused(String host) {
    assertThatThrownBy(() -> policy().resolve(host))
        .isInstanceOf(ForbiddenAddressException.class)
        .hasMessageContaining("unusual notation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        "-a.example.com",
        "a b",
        "git.example.com\n",
        "user@git.example.com",
        "git.example.com:80x",
        "fe80::1%lo",
        "[::1",
        "[zz::1]",
        "nowhere.example.com",
      })
  void whatIsNoHostIsUnknown(String host) {
    assertThatThrownBy(() -> policy().resolve(host)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aPrivateAddressCanBeAllowedByItselfByItsNetworkOrByItsName() throws Exception {
    assertThat(policy("10.0.0.7").resolve("inside.example.com")).hasSize(1);
    assertThat(policy("10.0.0.0/8").resolve("both.example.com")).hasSize(2);
    assertThat(policy("Inside.Example.com.").resolve("inside.example.com")).hasSize(1);
    assertThat(policy("::1").resolve("[::1]")).hasSize(1);
    assertThat(policy("fd00::/8").resolve("fd12::1")).hasSize(1);
  }

  @Test
  void whatIsAllowedForOneNameOrNetworkIsNotAllowedForOthers() {
    AddressPolicy policy = policy("inside.example.com", "10.1.0.0/16");
    assertThatThrownBy(() -> policy.resolve("both.example.com"))
        .isInstanceOf(ForbiddenAddressException.class);
    assertThatThrownBy(() -> policy.resolve("10.2.0.1"))
        .isInstanceOf(ForbiddenAddressException.class);
    assertThatThrownBy(() -> policy.resolve("64:ff9b::10.1.0.1"))
        .isInstanceOf(ForbiddenAddressException.class);
  }

  @Test
  void anAddressIsCheckedAgainRightBeforeConnecting() throws Exception {
    AddressPolicy policy = policy("inside.example.com");
    InetAddress inside = InetAddress.getByName("10.0.0.7");
    policy.check("inside.example.com", inside);
    assertThatThrownBy(() -> policy.check("git.example.com", inside))
        .isInstanceOf(ForbiddenAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "::/129",
        "10.1/16",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "a b",
        "127.1",
        "git.example.com/8",
        "0x7f000001"
      })
  void anAllowListEntryThatIsNeitherNameNorAddressNorNetworkIsRefused(String entry) {
    assertThatThrownBy(() -> policy(entry)).isInstanceOf(InvalidValueException.class);
  }

  /** Knows {@link #NAMES} only; address literals are parsed by the JDK without a lookup. */
  private static AddressPolicy policy(String... allowed) {
    return AddressPolicy.allowing(List.of(allowed), AddressPolicyTest::lookup);
  }

  private static InetAddress[] lookup(String host) throws UnknownHostException {
    if (Network.isStrictIpv4(host) || host.indexOf(':') >= 0) {
      return new InetAddress[] {InetAddress.getByName(host)};
    }
    String[] addresses = NAMES.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[addresses.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses[i]);
    }
    return found;
  }
}
