"""What the stages of dictation say in English, in Hindi."""

from collections.abc import Mapping
from typing import Final

_CHOOSE_KEY: Final = "सेटिंग में कोई दूसरी कुंजी चुनें"

SAID_HINDI: Final[Mapping[str, str]] = {
    # Why a text is held
    "The window you spoke to no longer has the keyboard": "जिस विंडो में आप बोल रहे थे, कीबोर्ड अब उसमें नहीं है",
    "The window you spoke to is closed, or can't be brought back": "जिस विंडो में आप बोल रहे थे, वह बंद है या सामने नहीं आ रही",
    "No window has the keyboard": "कीबोर्ड किसी विंडो में नहीं है",
    "The screen is locked": "स्क्रीन लॉक है",
    "The keyboard is in a password field": "कीबोर्ड पासवर्ड वाली जगह में है",
    "A key was held down all the while": "कोई कुंजी लगातार दबी रही",
    "Another program has the keyboard to itself: a lock screen, or an open menu": (
        "कीबोर्ड किसी और प्रोग्राम के हाथ में है: स्क्रीन लॉक है या कोई मेन्यू खुला है"
    ),
    "That window runs as administrator, and Windows lets no keys through to it from here": (
        "वह विंडो एडमिनिस्ट्रेटर के रूप में चल रही है; Windows यहाँ से उसमें कुंजियाँ नहीं जाने देता"
    ),
    # What became of a text
    "The window didn't take the text; it is on the clipboard": "विंडो ने पाठ नहीं लिया; वह क्लिपबोर्ड पर है",
    "Another program took the clipboard just then, so the window may not have the text": (
        "ठीक तभी किसी और प्रोग्राम ने क्लिपबोर्ड ले लिया, इसलिए हो सकता है कि पाठ विंडो में न पहुँचा हो"
    ),
    "Another program read the clipboard first, so nobody can tell whether the window has the text; "
    "it is on the clipboard": (
        "किसी और प्रोग्राम ने क्लिपबोर्ड पहले पढ़ लिया, इसलिए पता नहीं कि पाठ विंडो में पहुँचा या नहीं; वह क्लिपबोर्ड पर है"
    ),
    "The keys were pressed, but nothing tells whether the window took the text; it is on the clipboard": (
        "कुंजियाँ दबाई गईं, पर पता नहीं चलता कि विंडो ने पाठ लिया या नहीं; वह क्लिपबोर्ड पर है"
    ),
    "The paste keys could not be pressed; the text is on the clipboard": (
        "चिपकाने की कुंजियाँ नहीं दबाई जा सकीं; पाठ क्लिपबोर्ड पर है"
    ),
    "Text can't be put into windows here; it is on the clipboard: paste it": (
        "यहाँ विंडो में पाठ नहीं डाला जा सकता; वह क्लिपबोर्ड पर है: उसे चिपकाएँ"
    ),
    "The desktop waits for your answer whether srota-dictate may press keys": (
        "डेस्कटॉप पूछ रहा है कि srota-dictate कुंजियाँ दबा सकता है या नहीं"
    ),
    "The desktop doesn't let srota-dictate press keys; start it again to be asked again": (
        "डेस्कटॉप srota-dictate को कुंजियाँ नहीं दबाने देता; उसे फिर से चलाएँ, तो डेस्कटॉप फिर पूछेगा"
    ),
    "The desktop's portal doesn't press keys just now": "डेस्कटॉप का पोर्टल अभी कुंजियाँ नहीं दबा रहा",
    "{}; the text is on the clipboard": "{}; पाठ क्लिपबोर्ड पर है",
    "The keyboard layout has no key to paste with": "कीबोर्ड के लेआउट में चिपकाने के लिए कोई कुंजी नहीं है",
    "The text is in the window, but Enter was not pressed: {}": "पाठ विंडो में है, पर Enter नहीं दबाया गया: {}",
    "The text is in the window, but Enter could not be pressed": "पाठ विंडो में है, पर Enter नहीं दबाया जा सका",
    "The text is also under “Copy last text” in the menu": "पाठ मेन्यू में “पिछला पाठ कॉपी करें” से भी मिलेगा",
    "There is no text yet that could be pasted": "अभी कोई पाठ नहीं है जो चिपकाया जा सके",
    "Dictate something first": "पहले कुछ बोलें",
    # Taking a text back
    "There is no text that could be taken back": "वापस लेने के लिए कोई पाठ नहीं है",
    "Something was typed or clicked since the last text": "पिछले पाठ के बाद कुछ टाइप या क्लिक किया गया है",
    "The last text is in another window": "पिछला पाठ किसी और विंडो में है",
    "Go there and try again": "वहाँ जाकर फिर कोशिश करें",
    "Let go of every key and try again": "सब कुंजियाँ छोड़कर फिर कोशिश करें",
    "The keyboard layout lacks the keys for it": "कीबोर्ड के लेआउट में इसकी कुंजियाँ नहीं हैं",
    "What became of the text in the terminal can't be told": "टर्मिनल में पाठ का क्या हुआ, यह पता नहीं चल सकता",
    "What Enter did with the text can't be taken back": "Enter ने पाठ के साथ जो किया, वह वापस नहीं लिया जा सकता",
    "How this program takes a text back isn't known": "यह प्रोग्राम पाठ कैसे वापस लेता है, यह पता नहीं है",
    "How many keys this text takes to go differs between programs": (
        "यह पाठ कितनी कुंजियों से हटेगा, यह हर प्रोग्राम में अलग है"
    ),
    "What was typed or clicked since can't be told here, so the text stays": (
        "यहाँ पता नहीं चलता कि उसके बाद क्या टाइप या क्लिक हुआ, इसलिए पाठ वहीं रहता है"
    ),
    "Undo it in its program": "उसे उसी प्रोग्राम में वापस लें",
    # Keys
    "Left Ctrl": "बायाँ Ctrl",
    "Right Ctrl": "दायाँ Ctrl",
    "Left Alt": "बायाँ Alt",
    "Right Alt": "दायाँ Alt",
    "Left Shift": "बायाँ Shift",
    "Right Shift": "दायाँ Shift",
    "Left Super": "बायाँ Super",
    "Right Super": "दायाँ Super",
    "{} is chosen for two things": "{} दो कामों के लिए चुनी गई है",
    "Choose another key in Settings for one of them": "उनमें से एक के लिए सेटिंग में दूसरी कुंजी चुनें",
    "Choose another key in Settings": _CHOOSE_KEY,
    "Choose another one in Settings": _CHOOSE_KEY,
    "Choose another use for this key in Settings": "सेटिंग में इस कुंजी का कोई दूसरा काम चुनें",
    "Choose another key, or use the menu": "कोई दूसरी कुंजी चुनें, या मेन्यू से काम लें",
    "Esc already means: cancel the recording": "Esc का काम पहले से तय है: रिकॉर्डिंग रद्द करना",
    "{} is needed for typing": "{} लिखने के काम आती है",
    "Add Ctrl, Alt or Super to it, or choose another key in Settings": (
        "साथ में Ctrl, Alt या Super जोड़ें, या सेटिंग में कोई दूसरी कुंजी चुनें"
    ),
    "Before the last + may only stand Ctrl, Alt, Shift and Super": (
        "आख़िरी + से पहले केवल Ctrl, Alt, Shift और Super हो सकते हैं"
    ),
    "Say which side, like Control_R, or end with a key, like Ctrl+Alt+space": (
        "बताएँ कि किस तरफ़ की, जैसे Control_R, या अंत में कोई कुंजी रखें, जैसे Ctrl+Alt+space"
    ),
    "Write it like Control_R, F9 or Ctrl+Alt+space": "उसे ऐसे लिखें: Control_R, F9 या Ctrl+Alt+space",
    "Another program already uses {}": "{}: यह कुंजी कोई दूसरा प्रोग्राम पहले से लेता है",
    "On this keyboard {} and {} are the same key": "इस कीबोर्ड पर {} और {} एक ही कुंजी हैं",
    "This keyboard has no key {}": "इस कीबोर्ड पर {} नहीं है",
    "{} can't be used on this system": "{} इस सिस्टम पर काम नहीं आ सकती",
    "{} can't be heard here": "{} यहाँ सुनी नहीं जा सकती",
    "The hotkeys are lost": "कुंजियाँ अब काम नहीं कर रहीं",
    "The keyboards are read no more": "कीबोर्ड अब पढ़े नहीं जा रहे",
    "There is no other script view": "कोई दूसरी लिपि नहीं है",
    "Another script has no shortcut here": "दूसरी लिपि के लिए यहाँ कोई शॉर्टकट नहीं है",
    "Use the window": "विंडो से काम लें",
    "macOS keeps the keyboard from this program": "macOS इस प्रोग्राम को कीबोर्ड नहीं देता",
    "Allow it Accessibility and Input Monitoring in System Settings; `srota-dictate doctor` says where": (
        "System Settings में उसे Accessibility और Input Monitoring दें; `srota-dictate doctor` बताता है कि कहाँ"
    ),
    "The desktop took the shortcuts back": "डेस्कटॉप ने शॉर्टकट वापस ले लिए",
    "The desktop's portal gives no shortcuts": "डेस्कटॉप का पोर्टल शॉर्टकट नहीं देता",
    "No key is set for dictation": "बोलने के लिए कोई कुंजी तय नहीं है",
    "Choose one in the desktop's keyboard settings": "डेस्कटॉप की कीबोर्ड सेटिंग में कोई चुनें",
    "The desktop gave srota-dictate no key": "डेस्कटॉप ने srota-dictate को कोई कुंजी नहीं दी",
    "Start it again to be asked again, or use the menu": ("उसे फिर से चलाएँ, तो डेस्कटॉप फिर पूछेगा, या मेन्यू से काम लें"),
    "This desktop's shortcuts need a key beside Ctrl, Alt, Shift or Super": (
        "इस डेस्कटॉप के शॉर्टकट में Ctrl, Alt, Shift या Super के साथ कोई और कुंजी चाहिए"
    ),
    "This desktop's shortcuts know no mouse buttons": "इस डेस्कटॉप के शॉर्टकट माउस के बटन नहीं जानते",
    "The desktop doesn't take the shortcut ({} failed)": "डेस्कटॉप शॉर्टकट नहीं लेता ({} नहीं चला)",
    "This desktop lets no program take a key": "यह डेस्कटॉप किसी प्रोग्राम को कुंजी नहीं देता",
    "Make shortcuts in its keyboard settings: {}": "उसकी कीबोर्ड सेटिंग में शॉर्टकट बनाएँ: {}",
    "KDE's shortcuts can't be written ({})": "KDE के शॉर्टकट लिखे नहीं जा सकते ({})",
    "Check that {} is yours": "देखें कि {} आपका है",
    # The desktop
    "There is no display": "कोई स्क्रीन नहीं है",
    "The display can't be reached": "डिस्प्ले तक पहुँचा नहीं जा सकता",
    "The display doesn't answer": "डिस्प्ले जवाब नहीं देता",
    "The connection to the display is lost": "डिस्प्ले से संपर्क टूट गया",
    "The connection to the Wayland compositor is lost": "Wayland कंपोज़िटर से संपर्क टूट गया",
    "The Wayland compositor can't be reached": "Wayland कंपोज़िटर तक पहुँचा नहीं जा सकता",
    "The Wayland compositor doesn't answer": "Wayland कंपोज़िटर जवाब नहीं देता",
    "The session bus can't be reached": "सेशन बस तक पहुँचा नहीं जा सकता",
    "In this Wayland session text reaches no window": "इस Wayland सेशन में पाठ किसी विंडो में नहीं पहुँच सकता",
    "Start srota-dictate again": "srota-dictate फिर से चलाएँ",
    "Start srota-dictate from a graphical session": "srota-dictate को ग्राफ़िकल सेशन से चलाएँ",
    "Start srota-dictate from a graphical session, or use `srota-dictate transcribe FILE`": (
        "srota-dictate को ग्राफ़िकल सेशन से चलाएँ, या `srota-dictate transcribe FILE` से काम लें"
    ),
    "Try again; if it stays so, log out and in": "फिर कोशिश करें; ऐसा ही रहे तो लॉग आउट करके फिर लॉग इन करें",
    "Log out and in again": "लॉग आउट करके फिर लॉग इन करें",
    "Log in on a desktop": "डेस्कटॉप पर लॉग इन करें",
    # The clipboard
    "Another program keeps the clipboard to itself": "कोई दूसरा प्रोग्राम क्लिपबोर्ड को रोके हुए है",
    "Close it and try again": "उसे बंद करके फिर कोशिश करें",
    "The clipboard doesn't answer": "क्लिपबोर्ड जवाब नहीं देता",
    "The clipboard is lost": "क्लिपबोर्ड से संपर्क टूट गया",
    "The clipboard can't be reached": "क्लिपबोर्ड तक पहुँचा नहीं जा सकता",
    "Close the program you last copied from": "वह प्रोग्राम बंद करें जिससे आपने पिछली बार कॉपी किया था",
    "Windows gives no access to the clipboard": "Windows क्लिपबोर्ड तक नहीं पहुँचने देता",
    "wl-clipboard is not installed": "wl-clipboard इंस्टॉल नहीं है",
    "Install it: sudo apt-get install wl-clipboard": "उसे इंस्टॉल करें: sudo apt-get install wl-clipboard",
    "Install wl-clipboard: sudo apt-get install wl-clipboard": (
        "wl-clipboard इंस्टॉल करें: sudo apt-get install wl-clipboard"
    ),
    # Speaking
    "Nothing was heard": "कुछ सुनाई नहीं दिया",
    "Hold the key while you speak, and let go when you are done": "बोलते समय कुंजी दबाए रखें, और बोल चुकने पर छोड़ें",
    "That was too short to be speech": "वह इतना छोटा था कि बोली नहीं हो सकता",
    "Hold the key while you speak": "बोलते समय कुंजी दबाए रखें",
    "Passwords are not written: nothing of what you said was kept": (
        "पासवर्ड नहीं लिखे जाते: आपने जो कहा, उसमें से कुछ नहीं रखा गया"
    ),
    "Type it, or click into another field first": "उसे टाइप करें, या पहले किसी दूसरी जगह क्लिक करें",
    "The text repeats itself or is longer than what was said: parts of it may be invented": (
        "पाठ ख़ुद को दोहराता है या बोली गई बात से लंबा है: उसके कुछ हिस्से मनगढ़ंत हो सकते हैं"
    ),
    "Read it before you use it, or say that part again": "काम में लेने से पहले उसे पढ़ लें, या वह हिस्सा फिर से बोलें",
    "More was said than was written": "जितना बोला गया, उतना लिखा नहीं गया",
    "Read the text, and say again what is missing": "पाठ पढ़ें, और जो छूटा है उसे फिर से बोलें",
    "The interrupted dictation could not be transcribed": "रुकी हुई रिकॉर्डिंग लिखी नहीं जा सकी",
    "Try again; the recording stays until then": "फिर कोशिश करें; रिकॉर्डिंग तब तक रहेगी",
    "Nothing was heard in the interrupted dictation": "रुकी हुई रिकॉर्डिंग में कुछ सुनाई नहीं दिया",
    "Speak again": "फिर से बोलें",
    "{}; the recording is kept: srota-dictate transcribe {}": "{}; रिकॉर्डिंग रखी हुई है: srota-dictate transcribe {}",
    "The model runs on the processor, which is slower: {}": "मॉडल प्रोसेसर पर चल रहा है, जो धीमा है: {}",
    "Close programs that use the card or update its driver, then choose the model again; or set the device to cpu": (
        "ग्राफ़िक्स कार्ड लेने वाले प्रोग्राम बंद करें या उसका ड्राइवर अपडेट करें, फिर मॉडल दोबारा चुनें; या प्रोसेसर पर चलाएँ"
    ),
    "Something went wrong inside the program": "प्रोग्राम के अंदर कुछ गड़बड़ हो गई",
    "Try again; if it happens again, restart it and run srota-dictate doctor": (
        "फिर कोशिश करें; फिर ऐसा हो तो उसे दोबारा चलाएँ और srota-dictate doctor चलाएँ"
    ),
    # The microphone
    "No microphone was found": "कोई माइक्रोफ़ोन नहीं मिला",
    "Plug one in or switch it on, then try again": "कोई जोड़ें या चालू करें, फिर कोशिश करें",
    "The sound system does not answer": "ध्वनि की व्यवस्था जवाब नहीं देती",
    "Check that sound works in other programs, then try again": ("देखें कि दूसरे प्रोग्रामों में ध्वनि चलती है, फिर कोशिश करें"),
    "{}, so “{}” is used": "{}, इसलिए “{}” चल रहा है",
    "The microphone “{}” is not connected": "माइक्रोफ़ोन “{}” जुड़ा नहीं है",
    "The microphone “{}” can't be opened": "माइक्रोफ़ोन “{}” खुल नहीं सकता",
    "The microphone “{}” is in use by another program": "माइक्रोफ़ोन “{}” किसी दूसरे प्रोग्राम के पास है",
    "Choose a microphone in Settings": "सेटिंग में कोई माइक्रोफ़ोन चुनें",
    "Check that it is plugged in and switched on, or pick another in Settings": (
        "देखें कि वह जुड़ा और चालू है, या सेटिंग में दूसरा चुनें"
    ),
    "Close that program, or pick another microphone in Settings": ("वह प्रोग्राम बंद करें, या सेटिंग में दूसरा माइक्रोफ़ोन चुनें"),
    "The sound library PortAudio is missing": "ध्वनि की लाइब्रेरी PortAudio नहीं है",
    "Install it, on Debian and Ubuntu with: sudo apt install libportaudio2": (
        "उसे इंस्टॉल करें, Debian और Ubuntu पर: sudo apt install libportaudio2"
    ),
    "The microphone went away while recording; what was said before is kept": (
        "रिकॉर्डिंग के बीच माइक्रोफ़ोन हट गया; उससे पहले की बात रखी हुई है"
    ),
    "Plug it in again, or pick another in Settings": "उसे फिर से जोड़ें, या सेटिंग में दूसरा चुनें",
    "The microphone stopped sending sound; what was said before is kept": (
        "माइक्रोफ़ोन से आवाज़ आना बंद हो गई; उससे पहले की बात रखी हुई है"
    ),
    "Check that it is switched on and not suspended, or pick another in Settings": (
        "देखें कि वह चालू है और सोया नहीं है, या सेटिंग में दूसरा चुनें"
    ),
    "The microphone sends nothing": "माइक्रोफ़ोन से कुछ नहीं आ रहा",
    "Check that it is switched on and connected, or pick another in Settings": (
        "देखें कि वह चालू और जुड़ा है, या सेटिंग में दूसरा चुनें"
    ),
    "The microphone is muted or sends silence": "माइक्रोफ़ोन म्यूट है या उससे कोई आवाज़ नहीं आ रही",
    "Unmute it, turn its level up, or pick another in Settings; on macOS and Windows also allow microphone access in "
    "the privacy settings": (
        "उसका म्यूट हटाएँ, स्तर बढ़ाएँ, या सेटिंग में दूसरा चुनें; macOS और Windows पर गोपनीयता की सेटिंग में भी अनुमति दें"
    ),
    "Recording stopped because of an internal error": "अंदर की किसी गड़बड़ से रिकॉर्डिंग रुक गई",
    "Try again, and report the log if it happens again": "फिर कोशिश करें; फिर ऐसा हो तो लॉग भेजें",
    "The microphone is too loud, so words are distorted": "माइक्रोफ़ोन बहुत तेज़ है, इसलिए शब्द फट रहे हैं",
    "Turn its level down in the sound settings, or move away from it": ("ध्वनि की सेटिंग में उसका स्तर घटाएँ, या उससे दूर हटें"),
    "The microphone hears almost nothing": "माइक्रोफ़ोन को लगभग कुछ सुनाई नहीं दे रहा",
    "Turn its level up in the sound settings, or move closer to it": ("ध्वनि की सेटिंग में उसका स्तर बढ़ाएँ, या उसके पास आएँ"),
    "The microphone sends telephone quality only, so words are misheard more often": (
        "माइक्रोफ़ोन से केवल टेलीफ़ोन जैसी आवाज़ आती है, इसलिए शब्द ग़लत सुने जा सकते हैं"
    ),
    "Set the headset to its better voice profile, or pick another microphone in Settings": (
        "हेडसेट की बेहतर आवाज़ वाली प्रोफ़ाइल चुनें, या सेटिंग में दूसरा माइक्रोफ़ोन चुनें"
    ),
    "This recording is not kept on disk ({})": "यह रिकॉर्डिंग डिस्क पर नहीं रखी गई ({})",
    "Make room on the disk and see that its folder may be written to": (
        "डिस्क पर जगह बनाएँ और देखें कि उसके फ़ोल्डर में लिखा जा सकता है"
    ),
}
