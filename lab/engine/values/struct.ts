import {
  ListValue,
  NullValue,
  Struct,
  Value as StructValue,
} from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, setKey, type Value } from "./values";

/** Writes property values as a protobuf Struct. A key whose value is undefined is left out. */
export function toStruct(properties: Properties): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const key of Object.keys(properties)) {
    const value = properties[key];
    if (value !== undefined) fields.set(key, toStructValue(value));
  }
  return struct;
}

/** Reads property values from a protobuf Struct; a missing Struct has no properties. */
export function fromStruct(struct: Struct | undefined): Properties {
  const properties: Record<string, Value> = {};
  struct?.getFieldsMap().forEach((value, key) => {
    setKey(properties, key, fromStructValue(value));
  });
  return properties;
}

function toStructValue(value: Value): StructValue {
  const message = new StructValue();
  if (value === null) message.setNullValue(NullValue.NULL_VALUE);
  else if (typeof value === "string") message.setStringValue(value);
  else if (typeof value === "number") message.setNumberValue(value);
  else if (typeof value === "boolean") message.setBoolValue(value);
  else if (Array.isArray(value))
    message.setListValue(new ListValue().setValuesList(value.map(toStructValue)));
  else message.setStructValue(toStruct(value as Properties));
  return message;
}

/** Reads a property value from a protobuf value; a missing value is null. */
export function fromStructValue(value: StructValue | undefined): Value {
  switch (value?.getKindCase()) {
    case StructValue.KindCase.STRING_VALUE:
      return value.getStringValue();
    case StructValue.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case StructValue.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case StructValue.KindCase.LIST_VALUE:
      return value.getListValue()?.getValuesList().map(fromStructValue) ?? [];
    case StructValue.KindCase.STRUCT_VALUE:
      return fromStruct(value.getStructValue());
    default:
      return null;
  }
}
