"""Texts that a careless way into a window would damage."""

SAMPLE_TEXTS = (
    "क्षत्रिय, ज्ञान, श्रृंखला, ज़िंदगी, पढ़ाई, फ़ोन; कल 5:30 बजे meeting है — please join!",
    "क्\u200dष क्\u200cष नहीं\u200d",  # joiners and non-joiners
    "👩‍👩‍👧‍👦 🇮🇳 👍🏽 ❤️",
    "एक\n\tदो\nthree",
    "שלום, السلام عليكم and back",
    "e\u0301 a\u0308\u0304 q\u0307\u0323 Zalgo\u0336",
    'Roman Hinglish: kal subah 2,50,000 rupaye bhejna & "confirm" <karna>',
)
