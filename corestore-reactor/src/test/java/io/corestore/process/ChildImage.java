package io.corestore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What children start from: the class path of this process, and perhaps an archive of the classes that they load, which
 * saves more than half of what it costs to start one.
 *
 * @param options of the virtual machine
 */
record ChildImage(List<String> options) {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))");
    private static final List<String> LEAN = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            "-XX:+UseSerialGC",
            "-Xmx96m");

    /** The class path as it is. */
    static ChildImage plain() {
        return new ChildImage(concat(LEAN, List.of("-cp", System.getProperty("java.class.path"))));
    }

    /**
     * The class path with an archive of all that a child loads which runs to its end.
     *
     * @param folder where the archive is kept
     */
    static ChildImage trained(Path folder, Class<?> main, Object... arguments) {
        List<String> path = List.of("-cp", archivable(folder));
        Path archive = folder.resolve("classes.jsa");
        ChildImage training = new ChildImage(concat(LEAN, List.of("-XX:ArchiveClassesAtExit=" + archive), path));
        try (Child child = Child.start(training, main, arguments)) {
            while (child.hear() != null) {
                // only its end counts
            }
            assertThat(child.end()).isZero();
        }
        assertThat(archive).isNotEmptyFile();
        return new ChildImage(concat(LEAN, List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto"), path));
    }

    /** Classes are archived only if they are in a jar that nobody signed. */
    private static String archivable(Path folder) {
        List<String> places = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            places.add(archivable(Path.of(place), folder.resolve(places.size() + ".jar")));
        }
        return String.join(File.pathSeparator, places);
    }

    private static String archivable(Path place, Path copy) {
        try {
            if (Files.isDirectory(place)) {
                packFolder(place, copy);
                return copy.toString();
            }
            if (Files.exists(place) && isSigned(place)) {
                packJar(place, copy);
                return copy.toString();
            }
            return place.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]*\\.SF"));
        }
    }

    private static void packFolder(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = stored(jar);
                Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }

    private static void packJar(Path signed, Path jar) throws IOException {
        try (JarOutputStream out = stored(jar);
                JarFile file = new JarFile(signed.toFile(), false)) {
            for (JarEntry entry : file.stream().toList()) {
                if (!SIGNATURE.matcher(entry.getName()).matches()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    file.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    private static JarOutputStream stored(Path jar) throws IOException {

        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        out.setLevel(0);
        return out;
    }

    @SafeVarargs
    private static List<String> concat(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
