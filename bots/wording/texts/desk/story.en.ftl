## How a case was put right
card_gave = gave { $cost }
card_protected = protected ≈ { $value }
story = 🟢 { $case } was put right in { $duration }: { $done }
story_of = 🟢 { $case } was put right in { $duration } – { $cause }: { $done }
story_prevent = From now on: { $prevent }
