package io.github.latchkey.testkit.admin;

import io.github.latchkey.testkit.document.Section;
import io.github.latchkey.testkit.document.Value;
import io.github.latchkey.testkit.entra.FakeEntra;
import io.github.latchkey.testkit.http.Faults;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A rule of a fault plan, written in JSON: which requests of which server, how many of them, and what goes wrong.
 *
 * <pre>{@code
 * {"server": "batch", "path": "/jobs", "first": 2, "fault": {"code": "ServerBusy"}}
 * }</pre>
 *
 * @param server whose requests
 * @param account the Batch account that it is about; empty for all accounts, and for the other servers
 * @param client the client id of the application whose secrets it lets expire; empty when it does not
 * @param json the rule as it was written, with {@link io.github.latchkey.testkit.http.Secrets secrets} masked
 * @param plan brings the rule into force
 */
public record FaultRule(Server server, String account, String client, String json, Plan plan) {

    /** The servers that rules can be about. */
    public enum Server {
        /** Entra ID. */
        ENTRA,
        /** Azure Batch. */
        BATCH,
        /** The endpoints of managed identities. */
        MANAGED_IDENTITY
    }

    /** Brings a rule into force. */
    @FunctionalInterface
    public interface Plan {

        /**
         * Adds the rule to the plan of a server.
         *
         * @param faults the server's plan
         * @param entra the fake Entra ID, whose errors, keys, secrets and clock rules may be about
         * @return the rule in force
         */
        Faults.Rule addTo(Faults faults, FakeEntra entra);
    }

    /**
     * Reads a rule. What is wrong with it becomes problems of the document that it stands in.
     *
     * @param value the rule
     * @return the rule, or empty when something is wrong with it
     */
    public static Optional<FaultRule> read(Value value) {
        return new FaultReader(value).read();
    }

    /**
     * Adds a problem where the rule names an account or an application that is not there.
     *
     * @param value the rule as it was read
     * @param accounts the names of the Batch accounts
     * @param isApp tells whether a client id is that of an application
     */
    public void check(Value value, Collection<String> accounts, Predicate<String> isApp) {
        Section rule = value.section();
        if (!account.isEmpty() && !accounts.contains(account)) {
            rule.member("account")
                    .ifPresent(one -> one.problem("there is no account '" + account + "'; there are " + accounts));
        }
        if (!client.isEmpty() && !isApp.test(client)) {
            rule.section("fault")
                    .flatMap(fault -> fault.member("expireSecrets"))
                    .ifPresent(one -> one.problem("there is no application '" + client + "'"));
        }
    }

    /** Tells whether the rule is about a Batch account. */
    boolean isAbout(String accountName) {
        return server == Server.BATCH && (account.isEmpty() || account.equals(accountName));
    }
}
