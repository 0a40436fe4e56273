/** Where the two vector units are described. */
export const SOURCES = {
  both: "ESP32-S3 and ESP32-P4 technical reference manuals, chapter Processor Instruction Extensions (PIE)",
  s3: "ESP32-S3 technical reference manual, chapter Processor Instruction Extensions (PIE)",
  p4: "ESP32-P4 technical reference manual, chapter Processor Instruction Extensions (PIE)",
} as const;
