package io.github.latchkey.batch.model;

import io.github.latchkey.batch.internal.Buildable;
import org.jspecify.annotations.Nullable;

/**
 * Security settings of a virtual machine.
 *
 * @param securityType the security type; needed before UEFI settings apply
 * @param encryptionAtHost whether the host encrypts all disks, temporary ones and caches too
 * @param uefiSettings secure boot and virtual TPM
 * @param proxyAgentSettings the guest proxy agent. Since service version 2025-06-01
 */
@Buildable
public record SecurityProfile(
        @Nullable SecurityTypes securityType,
        @Nullable Boolean encryptionAtHost,
        @Nullable UefiSettings uefiSettings,
        @Versions(from = "2025-06-01") @Nullable ProxyAgentSettings proxyAgentSettings) {
    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static SecurityProfileBuilder builder() {
        return SecurityProfileBuilder.builder();
    }
}
