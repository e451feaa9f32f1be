package io.github.latchkey.auth.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.latchkey.auth.PermanentAuthenticationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    private static final Set<String> CAPABLE = Set.of("cp1");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"access_token\":null}", "{\"access_token\":{\"xms_cc\":null}}"})
    void merge_challengeThatAsksForNothing_saysEachMemberOnce(String challenge) {
        assertThat(Claims.merge(challenge, CAPABLE))
                .isEqualTo("{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
    }

    @Test
    void merge_claimsThatAreNoObject_areRefused() {
        assertThatExceptionOfType(PermanentAuthenticationException.class)
                .isThrownBy(() -> Claims.merge("{\"access_token\":\"nbf\"}", CAPABLE))
                .withMessageContaining("no JSON object");
    }
}
