package io.corestore.reactor;

import io.corestore.Extension;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The extensions of one session, each name once. */
final class SessionExtensions {
    private final Function<String, SessionExtension> make;
    private final Map<String, SessionExtension> byName = new ConcurrentHashMap<>();

    SessionExtensions(Function<String, SessionExtension> make) {
        this.make = make;
    }

    Extension get(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an extension's name must not be empty");
        }
        return byName.computeIfAbsent(name, make);
    }

    void end() {
        byName.values().forEach(SessionExtension::end);
        byName.clear();
    }
}
