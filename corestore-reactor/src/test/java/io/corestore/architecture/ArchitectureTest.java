package io.corestore.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The house: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("io.corestore");

    @Test
    void layersPointDownwards() {
        Architectures.LayeredArchitecture layers = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("store")
                .definedBy("io.corestore.reactor")
                .layer("replication")
                .definedBy("io.corestore.replication")
                .layer("transport")
                .definedBy("io.corestore.transport")
                .layer("core")
                .definedBy("io.corestore.core")
                .layer("merkle")
                .definedBy("io.corestore.merkle")
                .layer("wire")
                .definedBy("io.corestore.wire")
                .layer("crypto")
                .definedBy("io.corestore.crypto")
                .layer("storage")
                .definedBy("io.corestore.storage..")
                .layer("json")
                .definedBy("io.corestore.json")
                .whereLayer("store")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("replication")
                .mayOnlyBeAccessedByLayers("store")
                .whereLayer("transport")
                .mayOnlyBeAccessedByLayers("store")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("store", "replication")
                .whereLayer("merkle")
                .mayOnlyBeAccessedByLayers("core")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("transport")
                .whereLayer("crypto")
                .mayOnlyBeAccessedByLayers("store", "replication", "transport", "core", "merkle")
                .whereLayer("storage")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("json")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("json")
                .mayNotAccessAnyLayer();
        layers.check(CLASSES);
    }

    @Test
    void noPackagesFormACycle() {
        slices().matching("io.corestore.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void pureCodeKnowsNoReactor() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "io.corestore.merkle",
                        "io.corestore.wire",
                        "io.corestore.crypto",
                        "io.corestore.encoding",
                        "io.corestore.key",
                        "io.corestore.storage.format")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "org.reactivestreams.."));
    }

    @Test
    void onlyCryptoKnowsCryptographicLibraries() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.corestore.crypto")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bouncycastle..", "com.google.crypto..", "cafe.cryptography..", "javax.crypto.."));
    }

    @Test
    void onlyTransportKnowsNetty() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.corestore.transport")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "reactor.netty.."));
    }

    @Test
    void onlyJsonKnowsJackson() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.corestore.json")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
    }

    @Test
    void onlyFilesKnowFileChannels() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.corestore.storage.io")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels.."));
    }

    @Test
    void storageHashesNothingAndKnowsNoMessages() {
        check(noClasses()
                .that()
                .resideInAPackage("io.corestore.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.corestore.message..", "java.security..", "io.corestore.crypto.."));
    }

    @Test
    void asynchronousFileChannelHasOneImporter() {
        check(noClasses()
                .that()
                .haveNameNotMatching("io\\.corestore\\.storage\\.io\\.AsyncFile(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.AsynchronousFileChannel"));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
