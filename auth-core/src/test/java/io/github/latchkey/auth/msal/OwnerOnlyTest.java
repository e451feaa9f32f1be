package io.github.latchkey.auth.msal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an access control list has to say; a file with one is only on Windows. */
class OwnerOnlyTest {

    private static final Principal OWNER = new Principal("owner");
    private static final Principal OTHER = new Principal("other");

    private record Principal(String getName) implements UserPrincipal {}

    private static AclEntry entry(AclEntryType type, UserPrincipal who, AclEntryPermission... permissions) {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(who)
                .setPermissions(permissions)
                .build();
    }

    @Test
    void isOwnersAlone_ownerHasEveryRight_isTrue() {
        assertThat(OwnerOnly.isOwnersAlone(
                        OWNER, List.of(entry(AclEntryType.ALLOW, OWNER, AclEntryPermission.values()))))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_DATA", "WRITE_DATA", "APPEND_DATA", "WRITE_ACL", "WRITE_OWNER"})
    void isOwnersAlone_anotherMayReadOrWrite_isFalse(AclEntryPermission right) {
        assertThat(OwnerOnly.isOwnersAlone(
                        OWNER,
                        List.of(
                                entry(AclEntryType.ALLOW, OWNER, AclEntryPermission.values()),
                                entry(AclEntryType.ALLOW, OTHER, right))))
                .isFalse();
    }

    @Test
    void isOwnersAlone_anotherIsDeniedOrMaySeeAttributesAlone_isTrue() {
        assertThat(OwnerOnly.isOwnersAlone(
                        OWNER,
                        List.of(
                                entry(AclEntryType.DENY, OTHER, AclEntryPermission.READ_DATA),
                                entry(AclEntryType.ALLOW, OTHER, AclEntryPermission.READ_ATTRIBUTES))))
                .isTrue();
    }
}
