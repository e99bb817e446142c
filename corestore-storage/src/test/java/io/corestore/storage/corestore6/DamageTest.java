package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.contract.TestCore;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.CoreCorruptException;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.storage.format.Frame;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.HeaderCodec;
import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.format.OplogImage;
import io.corestore.storage.io.FilePool;
import io.corestore.storage.io.MemoryVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of a core that contradict each other are an error that names the core and the file. */
final class DamageTest {
    private final TestCore core = new TestCore(1);
    private final MemoryVolume volume = new MemoryVolume();
    private final CoreFiles files = CoreFiles.of(core.discoveryKey(), new FilePool(8), volume);

    @Test
    void theFirstRootThatIsMissingIsNamed() throws IOException {
        core.append("a", "b", "c");
        oplog(HeaderCodec.encode(header()));

        assertDamaged("tree has no node 1, a root of 3 blocks");
        new NodeFile(files.tree()).write(List.of(core.nodes().get(1L)));
        assertDamaged("tree has no node 4, a root of 3 blocks");
    }

    @Test
    void aHeaderBehindTheEndOfItsFileIsMissing() throws IOException {
        oplog(HeaderCodec.encode(new HeaderPosition(0, 200)));
        assertDamaged("header is missing or ends before byte 200");
        files.header().write(0, ByteBuffer.allocate(199));
        assertDamaged("header is missing or ends before byte 200");
    }

    @Test
    void aHeaderThatIsImpossiblyLongIsMissing() throws IOException {
        oplog(HeaderCodec.encode(new HeaderPosition(0, 1L << 40)));
        assertDamaged("header is missing");
    }

    @Test
    void aHeaderOutsideThatIsNoneIsDamaged() throws IOException {
        byte[] position = HeaderCodec.encode(new HeaderPosition(0, 40));
        oplog(position);
        files.header().write(0, ByteBuffer.wrap(Arrays.copyOf(new byte[] {9}, 40)));
        assertDamaged("Unknown header version: 9");
        files.header().write(0, ByteBuffer.wrap(Arrays.copyOf(position, 40)));
        assertDamaged("header refers to itself");
    }

    @Test
    void aHeaderOutsideIsReadWhereItStands() throws IOException {
        byte[] header = HeaderCodec.encode(header());
        oplog(HeaderCodec.encode(new HeaderPosition(70, header.length)));
        files.header().write(70, ByteBuffer.wrap(header));

        assertThat(new CoreLoader(files).load(Integer.MAX_VALUE).position())
                .isEqualTo(new HeaderPosition(70, header.length));
    }

    @Test
    void onlyFoldersNamedByTheirCoreAreCores() {
        String id = core.discoveryKey().toHex();
        String first = id.substring(0, 2);
        String second = id.substring(2, 4);

        assertThat(CoreFiles.parse(first, second, id)).isEqualTo(core.discoveryKey());
        assertThat(CoreFiles.parse("zz", second, id)).isNull();
        assertThat(CoreFiles.parse(first, second, id.substring(1))).isNull();
        for (String wrong : new String[] {"G", "g", "/", ":", "`", "A"}) {
            assertThat(CoreFiles.parse(first, second, id.substring(0, 63) + wrong))
                    .as(wrong)
                    .isNull();
        }
    }

    /** What no file can hold is not allocated. */
    @Test
    void blocksThatEndBehindTheFileAreNotRead() {
        BlockFile data = new BlockFile(files.data());
        byte[] large = new byte[5 << 20];
        large[large.length - 1] = 7;
        data.write(List.of(new BlockBytes(0, 3, ByteBuffer.wrap(large))));

        assertThat(data.read(3, new int[] {large.length - 1, 1}).get(1).get(0)).isEqualTo((byte) 7);
        assertThat(data.read(4, new int[] {large.length - 1, 1})).isNull();
        assertThat(data.read(0, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}))
                .isNull();
        assertThat(data.read(large.length, new int[] {4})).isNull();
        assertThat(data.read(1L << 40, new int[] {0}).get(0).remaining()).isZero();
    }

    private Header header() {
        return new Header(core.key(), core.manifest(), null, Map.of(), core.head(), List.of());
    }

    private void oplog(byte[] header) throws IOException {
        CompactWriter out = new CompactWriter();
        Frame.write(out, header, false, false);
        out.fixed(new byte[OplogImage.ENTRIES - out.size()]);
        volume.put(files.oplog().name(), out.toBuffer());
    }

    private void assertDamaged(String what) {
        assertThatThrownBy(() -> new CoreLoader(files).load(Integer.MAX_VALUE))
                .isInstanceOf(CoreCorruptException.class)
                .hasMessageContaining(core.discoveryKey().toHex())
                .hasMessageContaining(what);
    }
}
