package io.github.latchkey.browser;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A headless Chromium. One process serves all tests, since its start takes longer than most of them; {@link #forget()}
 * leaves it as a new one is: no cookies, no cache, one blank page. It is found on the path, or by the environment
 * variables {@code CHROME_BIN} and {@code CHROMEDRIVER}; nothing is downloaded. It takes the fakes' certificates, which
 * no public authority has signed.
 */
@SuppressWarnings("deprecation") // JUnit 5.13 renamed the interface for stores; JUnit 5.12 and older know this one.
final class Browser implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLLING = Duration.ofMillis(50);
    private static final Optional<Path> CHROMIUM =
            find("CHROME_BIN", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final Optional<Path> DRIVER = find("CHROMEDRIVER", "chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Why there can be no browser; empty where there can be one. */
    static Optional<String> missing() {
        return CHROMIUM.isPresent() && DRIVER.isPresent()
                ? Optional.empty()
                : Optional.of("chromium and chromedriver are not on the path; with Debian, apt-get install chromium"
                        + " chromium-driver");
    }

    static Browser start() {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.orElseThrow().toFile());
        options.setAcceptInsecureCerts(true);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage");
        return new Browser(new ChromeDriver(service, options));
    }

    /** For whatever this class does not say in the words of a person. */
    WebDriver driver() {
        return driver;
    }

    /** Forgets everything that a test may have left behind. */
    void forget() {
        List<String> windows = List.copyOf(driver.getWindowHandles());
        driver.switchTo().newWindow(WindowType.TAB);
        String blank = driver.getWindowHandle();
        windows.forEach(window -> driver.switchTo().window(window).close());
        driver.switchTo().window(blank);
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    /** What a person would read. Read in one go, since a page may go away at any moment. */
    String text() {
        return Objects.toString(driver.executeScript("return document.body ? document.body.innerText : ''"));
    }

    /** Where it is. */
    String address() {
        return Objects.toString(driver.getCurrentUrl());
    }

    String title() {
        return driver.getTitle();
    }

    /** Types into the field that has a label. */
    void type(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    /** Does what the sign-in page asks for. */
    void signIn(String userName, String password) {
        type("User name", userName);
        type("Password", password);
        press("Sign in");
    }

    /** The field or button that the keyboard would reach. */
    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Types on the keyboard, wherever the focus is. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Whether pages may run scripts; each test begins with yes. */
    void scripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /** How many other addresses the page has loaded something from. */
    long loads() {
        return (Long)
                Objects.requireNonNull(driver.executeScript("return performance.getEntriesByType('resource').length"));
    }

    /** Presses the button or follows the link with a text. */
    void press(String text) {
        String quoted = "normalize-space()='" + text + "'";
        waitFor(page -> page.findElements(By.xpath("//button[" + quoted + "] | //a[" + quoted + "]")).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null))
                .click();
    }

    /** The field that has a label, found as a screen reader finds it. */
    WebElement field(String label) {
        WebElement found =
                waitFor(page -> page.findElements(By.xpath("//label[normalize-space()='" + label + "']")).stream()
                        .findFirst()
                        .orElse(null));
        return driver.findElement(
                By.id(Objects.requireNonNull(found.getDomAttribute("for"), "the label names no field")));
    }

    /** Waits until the page shows a text. */
    void see(String text) {
        waitFor(page -> text().contains(text) ? page : null);
    }

    <T> T waitFor(ExpectedCondition<T> condition) {
        return new WebDriverWait(driver, PATIENCE, POLLING).until(condition);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> find(String variable, String... names) {
        Stream<Path> given = Stream.ofNullable(System.getenv(variable)).map(Path::of);
        Stream<Path> onPath = Stream.of(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)));
        return Stream.concat(given, onPath).filter(Files::isExecutable).findFirst();
    }
}
