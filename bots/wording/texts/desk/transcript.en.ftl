### Transcripts of cases.

transcript_file = Everything that was said and done in { $case }. It goes when the customer is forgotten; whoever keeps a copy answers for it.
transcript_sent = The transcript of { $case } comes to you in private, as a page and as text. The audit trail says that you took it.
transcript_title = { $business }: { $case }
transcript_of = Customer: { $name }
transcript_topic = Contact: { $topic }
transcript_zone = Times of the clock in { $zone }
transcript_notes = Notes are internal: the customer never saw them. Pictures and files stand where they were sent.
transcript_note = internal note by { $by }
transcript_photo = [picture]
transcript_video = [video]
transcript_voice = [voice message]
transcript_audio = [sound]
transcript_sticker = [sticker]
transcript_location = [place on the map]
transcript_contact = [contact card]
transcript_file_sent = [file]
transcript_where = [message { $message }]
transcript_edited = (changed to)
transcript_taken_back = (taken back)
transcript_no_words = …
