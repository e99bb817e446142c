package io.corestore.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class NodeCondition implements ExecutionCondition {
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (nodeIsThere()) {
            return ConditionEvaluationResult.enabled("node is in the PATH");
        }
        if (TOLD.compareAndSet(false, true)) {
            System.out.println("SKIPPED: interop tests with Node, since there is no node in the PATH");
        }
        return ConditionEvaluationResult.disabled("no node in the PATH");
    }

    static boolean nodeIsThere() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
    }
}
