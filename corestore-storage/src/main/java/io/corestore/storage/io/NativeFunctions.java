package io.corestore.storage.io;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/** Functions of the C library, through reflection on {@code java.lang.foreign}: this class also loads where that is not. */
final class NativeFunctions {
    private static final String FOREIGN = "java.lang.foreign.";
    private final Class<?> layout = type("MemoryLayout");
    private final Class<?> descriptor = type("FunctionDescriptor");
    private final Class<?> options = type("Linker$Option").arrayType();
    private final Class<?> linkerType = type("Linker");
    private final Object linker = linkerType.getMethod("nativeLinker").invoke(null);

    /** @throws ReflectiveOperationException where there are no foreign functions */
    NativeFunctions() throws ReflectiveOperationException {}

    /** A type of the package of foreign functions. */
    static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(FOREIGN + name);
    }

    /**
     * A function of this name.
     *
     * @param result the constant of {@code ValueLayout} for its result
     * @param arguments those for its arguments
     */
    MethodHandle find(String name, String result, String... arguments) throws ReflectiveOperationException {
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Optional<?> address = (Optional<?>)
                type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
        Object[] layouts = (Object[]) Array.newInstance(layout, arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = valueLayout(arguments[i]);
        }
        Object signature =
                descriptor.getMethod("of", layout, layout.arrayType()).invoke(null, valueLayout(result), layouts);
        Method downcall = linkerType.getMethod("downcallHandle", type("MemorySegment"), descriptor, options);
        return (MethodHandle) downcall.invoke(
                linker,
                address.orElseThrow(() -> new NoSuchMethodException(name)),
                signature,
                Array.newInstance(options.componentType(), 0));
    }

    private static Object valueLayout(String constant) throws ReflectiveOperationException {
        return type("ValueLayout").getField(constant).get(null);
    }
}
