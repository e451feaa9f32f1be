package io.github.latchkey.browser;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Skips where there is no browser; else starts one for all tests, and gives it to each as if it were new. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(BrowserExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Browser.missing()
                .map(reason -> {
                    if (context.getTestMethod().isEmpty()) {
                        System.out.println(context.getDisplayName() + " is skipped: " + reason);
                    }
                    return ConditionEvaluationResult.disabled(reason);
                })
                .orElseGet(() -> ConditionEvaluationResult.enabled("Chromium is installed"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root's store closes what it holds when all tests have ended.
        Browser browser = context.getRoot()
                .getStore(STORE)
                .getOrComputeIfAbsent(Browser.class, type -> Browser.start(), Browser.class);
        browser.forget();
        return browser;
    }
}
