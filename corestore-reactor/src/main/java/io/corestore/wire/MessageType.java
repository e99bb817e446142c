package io.corestore.wire;

import io.corestore.message.Message;
import io.corestore.message.Message.Bitfield;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Extension;
import io.corestore.message.Message.NoData;
import io.corestore.message.Message.Range;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Sync;
import io.corestore.message.Message.Unwant;
import io.corestore.message.Message.Want;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The messages of an open channel; a constant's position is its index on the wire (spec page 12). */
enum MessageType {
    SYNC(Sync.class, new SyncCodec()),
    REQUEST(Request.class, new RequestCodec()),
    CANCEL(Cancel.class, new CancelCodec()),
    DATA(Data.class, new DataCodec()),
    NO_DATA(NoData.class, new NoDataCodec()),
    WANT(Want.class, new WantCodec()),
    UNWANT(Unwant.class, new UnwantCodec()),
    BITFIELD(Bitfield.class, new BitfieldCodec()),
    RANGE(Range.class, new RangeCodec()),
    EXTENSION(Extension.class, new ExtensionCodec());

    private static final MessageType[] BY_INDEX = values();
    private static final Map<Class<?>, MessageType> BY_KIND =
            Arrays.stream(BY_INDEX).collect(Collectors.toUnmodifiableMap(type -> type.kind, type -> type));

    private final Class<? extends Message> kind;

    @SuppressWarnings("ImmutableEnumChecker") // codecs have no fields
    private final MessageCodec<Message> codec;

    @SuppressWarnings("unchecked") // the only message that reaches a codec is of its kind
    <M extends Message> MessageType(Class<M> kind, MessageCodec<M> codec) {
        this.kind = kind;
        this.codec = (MessageCodec<Message>) codec;
    }

    /** The type with this index on the wire, or null for one that this version does not know. */
    static @Nullable MessageType of(long index) {
        return index < BY_INDEX.length ? BY_INDEX[(int) index] : null;
    }

    /** The type of a message, or null for a control message. */
    static @Nullable MessageType of(Message message) {
        return BY_KIND.get(message.getClass());
    }

    MessageCodec<Message> codec() {
        return codec;
    }
}
