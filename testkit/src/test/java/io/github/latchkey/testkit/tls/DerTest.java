package io.github.latchkey.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerTest {

    /** The encodings are those that RFC 5280, RFC 8017 and X.690 print, or that follow from X.690, section 8.19. */
    @ParameterizedTest
    @CsvSource({
        "2.5.29.14, 0603551d0e",
        "1.2.840.113549.1.1.11, 06092a864886f70d01010b",
        "1.2.840.10045.4.3.2, 06082a8648ce3d040302",
        "1.3.6.1.5.5.7.3.1, 06082b06010505070301",
        "1.2.2147483647, 06062a87ffffff7f"
    })
    void objectIdentifier_ofOneAndMoreBytesAnArc_isWrittenInBase128(String dotted, String expected) {
        assertThat(hex(Der.objectIdentifier(dotted))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T16:05:09.999Z, 170d, 261130160509Z",
        "1950-01-01T00:00:00Z, 170d, 500101000000Z",
        "2049-12-31T23:59:59Z, 170d, 491231235959Z",
        "2050-01-01T00:00:00Z, 180f, 20500101000000Z",
        "1949-12-31T23:59:59Z, 180f, 19491231235959Z",
        "0007-02-03T04:05:06Z, 180f, 00070203040506Z",
        "9999-12-31T23:59:59Z, 180f, 99991231235959Z"
    })
    void time_ofAnyYear_hasTheFormOfRfc5280(Instant moment, String tagAndLength, String text) {
        assertThat(hex(Der.time(moment))).isEqualTo(tagAndLength + hex(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void time_beyondFourDigits_saysWhatCanBeWritten() {
        assertThatThrownBy(() -> Der.time(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the years 0 to 9999, not +10000-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"0, 0400", "127, 047f", "128, 048180", "255, 0481ff", "256, 04820100", "65535, 0482ffff"})
    void element_ofAnyLength_saysItInAsFewBytesAsCanBe(int length, String header) {
        assertThat(hex(Der.octets(new byte[length]))).isEqualTo(header + "00".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({"128, 03020780", "6, 03020106", "132, 03020284"})
    void namedBits_few_leaveOutTheZerosBehindTheLast(int bits, String expected) {
        assertThat(hex(Der.namedBits(bits))).isEqualTo(expected);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
