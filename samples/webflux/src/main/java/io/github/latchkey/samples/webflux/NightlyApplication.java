package io.github.latchkey.samples.webflux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service. In Azure it needs the usual {@code AZURE_*} variables and {@code BATCH_ACCOUNT_URL}. */
@SpringBootApplication(proxyBeanMethods = false)
public class NightlyApplication {

    /**
     * Starts the service.
     *
     * @param args Spring Boot's
     */
    public static void main(String[] args) {
        SpringApplication.run(NightlyApplication.class, args);
    }
}
