"""What is said in English of rules, scripts, own words and rewriting, in Hindi."""

from collections.abc import Mapping
from typing import Final

SAID_OF_WRITING_HINDI: Final[Mapping[str, str]] = {
    # Scripts, and Enter
    "The last text looks the same in every script": "पिछला पाठ हर लिपि में एक-सा है",
    "The last text is in no window, so its next script is on the clipboard": (
        "पिछला पाठ किसी विंडो में नहीं है, इसलिए उसकी अगली लिपि क्लिपबोर्ड पर है"
    ),
    "{}; its next script is on the clipboard": "{}; उसकी अगली लिपि क्लिपबोर्ड पर है",
    "Paste it where it belongs": "उसे जहाँ चाहें चिपकाएँ",
    "Enter was not pressed": "Enter नहीं दबाया गया",
    "Enter was not pressed: {}": "Enter नहीं दबाया गया: {}",
    "Press it yourself": "उसे ख़ुद दबाएँ",
    # Own spellings
    "{} (and {} more like it)": "{} (ऐसी और {} पंक्तियाँ)",
    "Line {} of {} can't be understood ({})": "पंक्ति {}, फ़ाइल {}: समझ नहीं आई ({})",
    "{} more lines of {} can't be used": "{} और पंक्तियाँ काम की नहीं, फ़ाइल {}",
    "Line {} of {} {}": "पंक्ति {}, फ़ाइल {}: {}",
    "is not UTF-8 text": "UTF-8 पाठ नहीं है",
    "doesn't consist of a word, a tab and its spelling": "इसमें शब्द, टैब और वर्तनी नहीं हैं",
    "doesn't begin with a single word in Devanagari or Latin letters": "यह देवनागरी या लैटिन के एक अकेले शब्द से शुरू नहीं होती",
    "has no spelling that could be written": "इसमें लिखने लायक वर्तनी नहीं है",
    "Write a word, a tab and its spelling there, or delete the line": "वहाँ शब्द, टैब और वर्तनी लिखें, या पंक्ति हटा दें",
    "Check the whole file": "पूरी फ़ाइल जाँचें",
    "Check that the file is there and yours": "देखें कि फ़ाइल वहाँ है और आपकी है",
    "Check that you may write to that folder": "देखें कि आप उस फ़ोल्डर में लिख सकते हैं",
    "A spelling is kept for a single word in Devanagari or Latin letters": (
        "वर्तनी देवनागरी या लैटिन के एक अकेले शब्द की ही रखी जाती है"
    ),
    "Give it without spaces or signs": "उसे बिना जगह या चिह्नों के दें",
    "That spelling can't be written": "यह वर्तनी लिखी नहीं जा सकती",
    "Give at least one letter, on a single line": "एक ही पंक्ति में कम से कम एक अक्षर दें",
    "That word has no spelling of your own": "उस शब्द की आपकी अपनी वर्तनी नहीं है",
    "See yours with: srota-dictate words list": "अपनी वर्तनी देखें: srota-dictate words list",
    # Terms and replacements
    'In the replacement "{}" for "{}" there is an empty pattern, which is left aside': (
        "“{}” के बदले “{}”: इसमें एक रूप खाली है, वह छोड़ दिया गया"
    ),
    'A replacement for "{}" has more than {} words and is left aside': "“{}” में {} से ज़्यादा शब्द हैं, वह छोड़ दिया गया",
    "Make it shorter, or make it a command of your own": "उसे छोटा करें, या अपना आदेश बनाएँ",
    "Left aside in {}: line {}{}": "छोड़ी गई पंक्तियाँ, फ़ाइल {}: {}{}",
    "A term is text in UTF-8, of at most {} characters": "शब्द UTF-8 पाठ हो, अधिक से अधिक {} अक्षरों का",
    "There is no term in {}": "फ़ाइल में कोई शब्द नहीं है: {}",
    'There is no term "{}"': "ऐसा कोई शब्द नहीं है: “{}”",
    "See them all with: srota-dictate terms list": "सब देखें: srota-dictate terms list",
    "Write one on each line": "हर पंक्ति में एक लिखें",
    "That would be {} terms, and {} is the most": "यह {} शब्द हो जाते, सीमा {} है",
    "Import fewer, or remove some": "कम लें, या कुछ हटाएँ",
    "Import a list of terms": "शब्दों की सूची लें",
    "Name a text file, a .csv file or a folder": "कोई टेक्स्ट फ़ाइल, .csv फ़ाइल या फ़ोल्डर बताएँ",
    "Name a folder with source code": "ऐसा फ़ोल्डर बताएँ जिसमें प्रोग्राम का कोड हो",
    "No words of its own were found in the source files of {}": "कोड में उसके अपने शब्द नहीं मिले: {}",
    "Save the list as text or CSV, in UTF-8": "सूची को UTF-8 में टेक्स्ट या CSV के रूप में सहेजें",
    "Correct it, nothing was imported": "उसे ठीक करें, कुछ भी लिया नहीं गया",
    "Check its name and that you may read it": "उसका नाम जाँचें, और यह कि आप उसे पढ़ सकते हैं",
    # Rewriting
    "No address of a language model is given": "भाषा-मॉडल का कोई पता नहीं दिया है",
    "Give it in Settings, or switch rewriting off": "उसे सेटिंग में दें, या सुधार बंद करें",
    "The text is too long to be rewritten in time": "पाठ इतना लंबा है कि समय पर सुधर नहीं सकता",
    "What the language model on {} answered is no rewriting of the text": "{} के भाषा-मॉडल का जवाब पाठ का सुधार नहीं है",
    "Try another model or prompt": "दूसरा मॉडल या दूसरे निर्देश आज़माएँ",
    "Try another model": "दूसरा मॉडल आज़माएँ",
    "The key for the language model has characters that no key has": (
        "भाषा-मॉडल की कुंजी में ऐसे अक्षर हैं जो किसी कुंजी में नहीं होते"
    ),
    "Copy it again": "उसे फिर से कॉपी करें",
    "Others can read the key in {}": "कुंजी दूसरे भी पढ़ सकते हैं: {}",
    "Run: chmod 600 {}": "यह चलाएँ: chmod 600 {}",
    "The key file {} can't be read ({})": "कुंजी की फ़ाइल {} पढ़ी नहीं जा सकती ({})",
    "Check its name in Settings": "सेटिंग में उसका नाम जाँचें",
    "There is no key in {}": "फ़ाइल में कोई कुंजी नहीं है: {}",
    "Put the key in it, or name no file in Settings": "उसमें कुंजी रखें, या सेटिंग में कोई फ़ाइल न दें",
    "{} answered with far too much": "{} का जवाब बहुत ही लंबा है",
    "{} answered with something else than JSON": "{} का जवाब JSON नहीं है",
    "{} answered with an error ({})": "{} का जवाब एक त्रुटि है ({})",
    "{} doesn't accept the key": "{} कुंजी नहीं मानता",
    "{} knows no such address or model": "{} ऐसा कोई पता या मॉडल नहीं जानता",
    "{} wants the text sent to {} instead": "{} चाहता है कि पाठ {} को भेजा जाए",
    "{} had no answer in time": "{} ने समय पर जवाब नहीं दिया",
    "{} had no answer within {} s": "{} ने {} सेकंड में जवाब नहीं दिया",
    "{} can't be reached ({})": "{} तक पहुँचा नहीं जा सका ({})",
    "Check the address in Settings": "सेटिंग में पता जाँचें",
    "Check address and model in Settings": "सेटिंग में पता और मॉडल जाँचें",
    "Check the key file in Settings": "सेटिंग में कुंजी की फ़ाइल जाँचें",
    "Give that address in Settings if it is right": "वह पता सही हो तो उसे सेटिंग में दें",
    "Look at the log of that server": "उस सर्वर का लॉग देखें",
    "Start the server, or check the address in Settings": "सर्वर चालू करें, या सेटिंग में पता जाँचें",
    "Use a smaller model or a faster machine": "छोटा मॉडल या तेज़ मशीन काम में लें",
    # Files
    "{} can't be read ({})": "{} पढ़ी नहीं जा सकती ({})",
    "{} can't be changed ({})": "{} बदली नहीं जा सकती ({})",
    "{} is larger than {} MB": "{} का आकार {} MB से ज़्यादा है",
    "{} is no file": "{} फ़ाइल नहीं है",
    "{} is no text": "{} में पाठ नहीं है",
}
